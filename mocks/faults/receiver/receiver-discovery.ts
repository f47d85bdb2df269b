import type { ReceiverFault } from './fault.ts';
import { beside, onRequest, send } from './support/requests.ts';

/** Faults in how a managed Receiver finds the metadata, and in what it takes from it (SSF 7.2). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-asks-for-metadata-with-post',
    breaks: 'SSF-7.2.1-01',
    summary: 'Asks for the metadata with POST before it tries GET.',
    form: 'managed',
    seams: () => beside('metadata', (call) => send(call, { method: 'POST', json: {} })),
  },
  {
    name: 'receiver-appends-well-known',
    breaks: 'SSF-7.2.1-01',
    summary: 'Puts the well-known name behind the path of the issuer.',
    form: 'managed',
    seams: () => ({ quirks: { appendsWellKnown: true } }),
  },
  {
    name: 'receiver-loses-issuer-path',
    breaks: 'SSF-7.2.1-01',
    summary: 'Looks for the metadata of an issuer with a path as if it had none.',
    form: 'managed',
    seams: () =>
      onRequest('metadata', (call) => ({
        ...call,
        // The other issuer with a path is for another fault.
        url: call.url.replace(/ssf-configuration\/tenant\/1$/, 'ssf-configuration'),
      })),
  },
  {
    name: 'receiver-keeps-final-slash',
    breaks: 'SSF-7.2.1-03',
    summary: "Keeps the final slash of the issuer's path when it puts in the well-known name.",
    form: 'managed',
    seams: () => ({ quirks: { keepsFinalSlash: true } }),
  },
  {
    name: 'receiver-trusts-metadata-of-nobody',
    breaks: 'SSF-7.2.4-04',
    summary: 'Uses metadata that names no issuer.',
    form: 'managed',
    seams: () => ({ quirks: { trustsMissingIssuer: 'metadata' } }),
  },
  {
    name: 'receiver-trusts-metadata-issuer',
    breaks: 'SSF-7.2.4-04',
    summary: 'Does not compare issuer of the metadata.',
    form: 'managed',
    seams: () => ({ quirks: { trustsMetadataIssuer: true } }),
  },
  {
    name: 'receiver-trusts-plain-endpoints',
    breaks: 'SSF-7.2.4-06',
    summary: 'Uses endpoints without TLS although the issuer is https.',
    form: 'managed',
    seams: () => ({ quirks: { trustsPlainEndpoints: true } }),
  },
  {
    name: 'receiver-strict-about-metadata',
    breaks: 'SSF-7.2.3-07',
    summary: 'Refuses metadata with members that it does not know.',
    form: 'managed',
    seams: () => ({ quirks: { strictAnswers: ['metadata'] } }),
  },
];
