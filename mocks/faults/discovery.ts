import { empty, json } from '../transmitter/reply.ts';
import type { Call, Operation, Reply, TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';

const after =
  (operation: Operation, change: (reply: Reply, call: Call) => Reply) => (): TransmitterSeams => ({
    after: (reply, call) => (call.operation === operation ? change(reply, call) : reply),
  });

/** A further place where the metadata is served. */
const alsoAt = (path: string) => (): TransmitterSeams => ({
  routes: (metadata) => [{ method: 'GET', path, resolve: () => Response.json(metadata()) }],
});

/** Faults in how the Transmitter configuration metadata is found and served (SSF 7.2). */
export const faults: readonly Fault[] = [
  {
    name: 'metadata-not-at-well-known-url',
    breaks: 'SSF-7.2-02',
    summary: 'Has no metadata at the well-known URL that follows from its issuer.',
    seams: () => ({ before: ({ operation }) => (operation === 'metadata' ? empty(404) : undefined) }),
  },
  {
    name: 'metadata-answers-203',
    breaks: 'SSF-7.2.3-01',
    summary: 'Answers 203 to the metadata request.',
    seams: after('metadata', (reply) => ({ ...reply, status: 203 })),
  },
  {
    name: 'metadata-as-text',
    breaks: 'SSF-7.2.3-01',
    summary: 'Declares the metadata as text/plain.',
    seams: after('metadata', (reply) => ({ ...reply, headers: { 'content-type': 'text/plain' } })),
  },
  {
    name: 'metadata-in-array',
    breaks: 'SSF-7.2-03',
    summary: 'Wraps the metadata in an array.',
    seams: after('metadata', (reply) => ({ ...reply, body: [reply.body] })),
  },
  {
    name: 'metadata-is-html',
    breaks: 'SSF-7.2-03',
    summary: 'Answers the metadata request with the page of a single-page application, declared as JSON.',
    seams: after('metadata', (reply) => ({ ...reply, body: '<!doctype html><title>Console</title>' })),
  },
  {
    name: 'metadata-without-issuer',
    breaks: 'SSF-7.1-03',
    summary: 'Leaves issuer out of the metadata.',
    seams: () => ({ metadata: (document) => ({ ...document, issuer: undefined }) }),
  },
  {
    name: 'metadata-issuer-with-query',
    breaks: 'SSF-7.1-03',
    summary: 'Names an issuer with a query.',
    seams: () => ({
      metadata: (document) => ({ ...document, issuer: `${String(document.issuer)}?tenant=1` }),
    }),
  },
  {
    name: 'metadata-issuer-http',
    breaks: 'SSF-7.1-03',
    summary: 'Names an http issuer although it is served over https.',
    seams: () => ({
      metadata: (document) => ({ ...document, issuer: String(document.issuer).replace('https:', 'http:') }),
    }),
  },
  {
    name: 'metadata-issuer-with-slash',
    breaks: 'SSF-7.2.4-03',
    summary: 'Names an issuer with a slash at its end that the Issuer URL does not have.',
    seams: () => ({ metadata: (document) => ({ ...document, issuer: `${String(document.issuer)}/` }) }),
  },
  {
    name: 'metadata-for-any-issuer',
    breaks: 'SSF-7.2.3-06',
    summary: 'Serves its metadata for issuer paths that do not exist.',
    seams: alsoAt('/.well-known/ssf-configuration/:issuer'),
  },
  {
    name: 'metadata-at-risc-configuration',
    breaks: 'SSF-7.2.2-02',
    summary: 'Publishes the metadata at risc-configuration as well.',
    seams: alsoAt('/.well-known/risc-configuration'),
  },
  {
    name: 'method-refused-without-allow',
    breaks: 'RFC9110-15.5.6-01',
    summary: 'Answers 405 without the header Allow.',
    seams: after('other-method', (reply) => json(reply.status, reply.body ?? {})),
  },
];
