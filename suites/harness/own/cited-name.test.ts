import { expect, test } from 'vitest';
import { nameComplaints } from './cited-name.ts';

test.each(['ACME Profile 2026', 'Größte Härte', 'ACME-SSF', 'Our reading of SSF, part 2'])(
  'A profile may be called "%s"',
  (title) => {
    expect(nameComplaints('title', title, 'at-start')).toEqual([]);
  },
);

test.each([
  ['SSF 1.0, Transmitter, push and poll', 'begin with the name of a standard, SSF'],
  ['ssf', 'name of a standard'],
  ['SSF 1.0 and the CAEP Interoperability Profile', 'name of a standard'],
  ['RFC 8417', 'RFC8417'],
  ['OpenID Shared Signals Framework 1.0', 'name of a standard'],
  ['ACME; 331 of 331 MUSTs tested', 'must not hold'],
  ['ACME (SSF 1.0', 'must not hold'],
  ['ACME": SSF 1.0', 'must not hold'],
  ['ACME, 331 of 331 MUSTs tested', 'count'],
  ['ACME\n\nConformant', 'one line'],
  ['ACME\u202e', 'one line'],
  ['A'.repeat(61), 'at most 60'],
])(
  'A profile may not be called "%s", which the sentence would tell as something else',
  (title, complaint) => {
    expect(nameComplaints('title', title, 'at-start').join()).toContain(complaint);
  },
);

test('A document of your own does not pass for one of the standards, wherever its name stands', () => {
  const wrong = (spec: string): boolean => nameComplaints('spec', spec, 'within').length > 0;
  expect(['ACME Security Standard', 'ACME', 'Web Rules', 'ACME CAEPLIKE'].filter(wrong)).toEqual([]);
  const forged = ['The SSF', 'ACME on RFC-8417', 'openid caep', 'SSF 1.0 (final)', 'CAEP-INTEROP'];
  expect(forged.filter(wrong)).toEqual(forged);
});
