import { empty } from '../transmitter/reply.ts';
import type { Operation, TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { ScopedTokens } from './support/tokens.ts';

const rows: readonly [Operation, string][] = [
  ['create-stream', 'SSF-8.1.1.1-14'],
  ['update-stream', 'SSF-8.1.1.3-18'],
  ['replace-stream', 'SSF-8.1.1.4-17'],
  ['delete-stream', 'SSF-8.1.1.5-05'],
  ['update-status', 'SSF-8.1.2.2-09'],
  ['add-subject', 'SSF-8.1.3.2-10'],
  ['remove-subject', 'SSF-8.1.3.3-06'],
];

const insufficient = 'Bearer realm="ssf", error="insufficient_scope"';

/** Changes the 403 answers to one operation. */
const refusalsOf =
  (operation: Operation, status: number, challenge: string | undefined) => (): TransmitterSeams => ({
    after: (reply, call) =>
      call.operation === operation && reply.status === 403
        ? empty(status, challenge === undefined ? {} : { 'www-authenticate': challenge })
        : reply,
  });

/** Refuses one operation to tokens of exactly one scope. */
const notEnough = (scope: string, operation: Operation) => (): TransmitterSeams => {
  const tokens = new ScopedTokens(scope);
  return {
    token: (reply) => tokens.note(reply),
    before: (call) =>
      call.operation === operation && tokens.has(call)
        ? empty(403, { 'www-authenticate': insufficient })
        : undefined,
  };
};

/** Faults in what a token for one scope is good for. */
export const faults: readonly Fault[] = [
  ...rows.map(([operation, breaks]) => ({
    name: `read-scope-may-${operation}`,
    breaks,
    summary: `Takes the request ${operation} from who may only read.`,
    seams: () => ({ quirks: { ignoreScope: [operation] } }),
  })),
  {
    name: 'insufficient-scope-401',
    breaks: 'SSF-8.1.1.3-18',
    summary: 'Answers 401 to a PATCH with a token that does not reach that far.',
    seams: refusalsOf('update-stream', 401, insufficient),
  },
  {
    name: 'insufficient-scope-called-invalid-token',
    breaks: 'RFC6750-3.1-04',
    summary: 'Says invalid_token where the scope of a token does not suffice for a PUT.',
    seams: refusalsOf('replace-stream', 403, 'Bearer realm="ssf", error="invalid_token"'),
  },
  {
    name: 'insufficient-scope-without-challenge',
    breaks: 'RFC6750-3-01',
    summary:
      'Answers 403 without WWW-Authenticate where the scope of a token does not suffice for adding a subject.',
    seams: refusalsOf('add-subject', 403, undefined),
  },
  {
    name: 'read-scope-deletes',
    breaks: 'CAEP-INTEROP-2.7.2-04',
    summary: 'Deletes streams for who may only read, against the scopes of the profile.',
    seams: () => ({ quirks: { ignoreScope: ['delete-stream'] } }),
    profile: 'caep-interop',
  },
  {
    name: 'read-scope-verifies',
    breaks: 'CAEP-INTEROP-2.7.3-04',
    summary: 'Takes verification requests from who may only read.',
    seams: () => ({ quirks: { ignoreScope: ['verify'] } }),
    profile: 'caep-interop',
  },
  {
    name: 'insufficient-scope-verification-401',
    breaks: 'CAEP-INTEROP-2.7.2-05',
    summary: 'Answers 401 to a verification request with a token that does not reach that far.',
    seams: refusalsOf('verify', 401, insufficient),
    profile: 'caep-interop',
  },
  {
    name: 'insufficient-scope-deletion-called-invalid-token',
    breaks: 'CAEP-INTEROP-2.7.2-05',
    summary: 'Says invalid_token where the scope of a token does not suffice for a DELETE.',
    seams: refusalsOf('delete-stream', 403, 'Bearer realm="ssf", error="invalid_token"'),
    profile: 'caep-interop',
  },
  {
    name: 'read-scope-reads-no-status',
    breaks: 'CAEP-INTEROP-2.7.3-02',
    summary: 'Does not let ssf.read read the status.',
    seams: notEnough('ssf.read', 'read-status'),
    profile: 'caep-interop',
  },
  {
    name: 'manage-scope-does-not-verify',
    breaks: 'CAEP-INTEROP-2.7.3-03',
    summary: 'Does not let ssf.manage request verification.',
    seams: notEnough('ssf.manage', 'verify'),
    profile: 'caep-interop',
  },
];
