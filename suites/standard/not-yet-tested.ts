import type { Role } from '../../reports/results.ts';
import type { RequirementId } from './requirement-ids.ts';

/**
 * Selected rows that no check decides yet, each with the reason. `coverage.test.ts` fails when a row is missing
 * here, and when an entry is stale.
 */
export const notYetTested: Readonly<Record<Role, Readonly<Partial<Record<RequirementId, string>>>>> = {
  transmitter: {
    'RFC6125-6-02':
      'Needs a host name for our push endpoint that lies two labels below a wildcard, such as a.b.example.com.',
    // What the TLS library of the harness neither offers nor shows.
    'RFC9325-3.3-01': 'Compression can only be offered by a hand-made ClientHello.',
    'RFC9325-3.5-01':
      'Which extensions a ServerHello acknowledges can only be seen by a hand-made handshake.',
    // What nobody can lend us yet.
    'SSF-7.2.1-05': 'Needs the Issuer URLs of two issuers on one host.',
    'SSF-8.1.1.2-08':
      'Needs a credential that may not read; the hook scoped-token lends one that may only read.',
    'SSF-8.1.2.1-18':
      'Needs a credential that may not read; the hook scoped-token lends one that may only read.',
  },
  receiver: {
    // As above, at the push endpoint.
    'RFC9325-3.3-01': 'Compression can only be offered by a hand-made ClientHello.',
    'RFC9325-3.5-01':
      'Which extensions a ServerHello acknowledges can only be seen by a hand-made handshake.',
    // Rows that only point at SSF as a whole, whose rows are judged one by one.
    'CAEP-4-01': 'Sums up the rows of the Shared Signals Framework, which are judged by themselves.',
    'RISC-4-01': 'Sums up the rows of the Shared Signals Framework, which are judged by themselves.',
    'RFC6125-6-02':
      'Needs a host name for our issuer that lies two labels below a wildcard, such as a.b.example.com.',
    'SSF-8.1.1-13':
      'What a Receiver understands only it knows; that it takes the types that it asks for is judged by accept-event/*.',
  },
};
