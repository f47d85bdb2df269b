import type { ProofTable } from './table.ts';

/** A proof with something of everything: proven, unproven, foreseen and unforeseen side effects. A fixture for tests. */
export function sampleProof(): ProofTable {
  return {
    tool: { name: 'ssf-conformance', version: '0.1.0' },
    startedAt: '2026-08-24T10:15:02.114Z',
    durationMs: 48_211,
    ok: false,
    checks: [
      {
        role: 'transmitter',
        id: 'discovery/issuer-is-the-one-asked-for',
        title: 'The metadata names the issuer that it was asked for',
        delivery: null,
        requirements: ['SSF-7.2.4-03'],
        level: 'MUST',
        faultless: 'pass',
        provenBy: ['metadata-issuer-differs', 'metadata-issuer-trailing-slash'],
      },
      {
        role: 'transmitter',
        id: 'verification/set-names-the-stream',
        title: 'The verification event has an opaque subject that names the stream',
        delivery: 'push',
        requirements: ['SSF-8.1.4.1-04', 'SSF-8.1.4.1-05'],
        level: 'MUST',
        faultless: 'pass',
        provenBy: ['verification-subject-iss-sub'],
      },
      {
        role: 'transmitter',
        id: 'status/reason-is-told',
        title: 'The status says why it is what it is',
        delivery: null,
        requirements: ['SSF-8.1.2.1-07'],
        level: 'SHOULD',
        faultless: 'warn',
        provenBy: [],
      },
    ],
    faults: [
      {
        name: 'metadata-issuer-differs',
        breaks: 'SSF-7.2.4-03',
        summary: 'The metadata names another issuer than the one that was asked.',
        own: [{ check: 'discovery/issuer-is-the-one-asked-for', outcome: 'fail' }],
        also: [{ check: 'verification/set-names-the-stream@push', outcome: 'not-tested', expected: true }],
        ok: true,
      },
      {
        name: 'metadata-issuer-trailing-slash',
        breaks: 'SSF-7.2.4-03',
        summary: 'The issuer in the metadata ends with a slash that the asked one does not have.',
        own: [{ check: 'discovery/issuer-is-the-one-asked-for', outcome: 'fail' }],
        also: [],
        ok: true,
      },
      {
        name: 'verification-subject-iss-sub',
        breaks: 'SSF-8.1.4.1-04',
        summary: 'The subject of the verification event has the format iss_sub.',
        own: [{ check: 'verification/set-names-the-stream@push', outcome: 'fail' }],
        also: [{ check: 'status/reason-is-told', outcome: 'not-tested', expected: false }],
        ok: false,
        problem: 'It trips `status/reason-is-told`, which nobody foresaw.',
      },
      {
        name: 'status-reason-missing',
        breaks: 'SSF-8.1.2.1-07',
        summary: 'The status of a paused stream gives no reason.',
        own: [],
        also: [],
        ok: false,
        problem: 'No check reports SSF-8.1.2.1-07.',
      },
    ],
  };
}
