import { expect, test } from 'vitest';
import { complaintsAboutNeeds } from './needs.ts';

const right = [
  { role: 'transmitter' },
  {
    role: 'transmitter',
    hooks: ['trigger', 'push-tls'],
    endpoints: ['jwks_uri'],
    https: true,
    phase: 'last',
  },
  { role: 'receiver', hooks: ['start', 'restart'], https: 'push-endpoint', phase: 'last' },
];
const wrong: [string, Record<string, unknown>][] = [
  ['phase must be "last"', { role: 'receiver', phase: 'end' }],
  ['hooks: there is no "triger"; there are trigger, ', { role: 'transmitter', hooks: ['triger'] }],
  ['hooks: there is no "trigger"; there are start, ', { role: 'receiver', hooks: ['trigger'] }],
  ['hooks must be a list of ', { role: 'receiver', hooks: 'start' }],
  ['endpoints: there is no "jwks"', { role: 'transmitter', endpoints: ['jwks'] }],
  ['endpoints are those of a Transmitter', { role: 'receiver', endpoints: ['jwks_uri'] }],
  ['https must be true or false', { role: 'transmitter', https: 'issuer' }],
  ['https must be "issuer" or "push-endpoint"', { role: 'receiver', https: true }],
];

test.each(right)('A check may need what there is: %j', (check) => {
  expect(complaintsAboutNeeds(check)).toEqual([]);
});

test.each(wrong)('What a check needs has to be something that there is: %s', (words, check) => {
  expect(complaintsAboutNeeds(check)).toEqual([expect.stringContaining(words)]);
});
