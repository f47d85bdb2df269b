import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { IssuerDoor } from '../harness/receiver/exchange.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { shown } from './support/calls.ts';
import { stoppingScene } from './support/managed.ts';

/** What else a Receiver breaks that sends requests over a connection whose certificate does not hold. */
const TRUST = ['RFC8417-5.1-03', 'CAEP-INTEROP-2.1-05', 'RFC6750-5.3-01', 'RFC8936-3-01'] as const;

/** RFC 8417 5.1, RFC 6750 5.3, RFC 6125: to whom a managed Receiver speaks over TLS. */
export const checks = [
  door({
    id: 'receiver-tls/unknown-authority',
    title: 'A Transmitter whose certificate comes from an unknown authority is not called.',
    door: 'unknown-authority',
    requirements: TRUST,
    flaw: 'comes from an authority that the target does not know',
    hook: 'issuer-tls',
  }),
  door({
    id: 'receiver-tls/self-signed',
    title: 'A Transmitter with a self-signed certificate is not called.',
    door: 'self-signed',
    requirements: TRUST,
    flaw: 'is signed by itself',
    hook: 'issuer-tls',
  }),
  door({
    id: 'receiver-tls/expired',
    title: 'A Transmitter whose certificate has expired is not called.',
    door: 'expired',
    requirements: TRUST,
    flaw: 'has expired',
  }),
  door({
    id: 'receiver-tls/not-yet-valid',
    title: 'A Transmitter whose certificate is not valid yet is not called.',
    door: 'not-yet-valid',
    requirements: TRUST,
    flaw: 'is not valid yet',
  }),
  door({
    id: 'receiver-tls/wrong-name',
    title: 'A Transmitter whose certificate is made out for another name is not called.',
    door: 'wrong-name',
    requirements: ['RFC6125-6-01', ...TRUST],
    flaw: 'is made out for another name',
  }),
  door({
    id: 'receiver-tls/old-version',
    title: 'A Transmitter that speaks only TLS 1.1 is not called.',
    door: 'old-tls',
    requirements: ['RFC9325-3.1.1-01', 'RFC8936-4.3-04'],
    flaw: null,
    hook: 'issuer-tls',
  }),
];

function door(spec: {
  id: string;
  title: string;
  door: IssuerDoor;
  requirements: readonly [RequirementId, ...RequirementId[]];
  /** What is wrong with the certificate; null when it is right. */
  flaw: string | null;
  /** Default: `trusted-authority`, which makes certificates of every kind. */
  hook?: 'issuer-tls';
}): ReceiverCheck {
  const [first] = spec.requirements;
  return receiverCheck({
    id: spec.id,
    title: spec.title,
    requirements: spec.requirements,
    what: `Starts the target at an issuer ${
      spec.flaw === null ? 'that offers TLS 1.1 only' : `whose certificate ${spec.flaw}`
    } and watches whether any request follows the handshake.`,
    hooks: ['restart', spec.hook ?? 'trusted-authority'],
    https: 'issuer',
    async run(r) {
      const before = await r.attempts(spec.door);
      const { calls, life } = await stoppingScene(r, { door: spec.door });
      // The first request already tells: the connection should never have come about.
      const call = calls.find(({ request }) => request.url.startsWith(new URL(life.issuer).origin));
      if (call === undefined) {
        const after = await r.attempts(spec.door);
        if (after.exposed > before.exposed) {
          r.violates(first, {
            message: `The Receiver shows its credentials to a Transmitter ${spec.flaw === null ? 'that speaks TLS 1.1 only' : `whose certificate ${spec.flaw}`}, though it brings the request to no end.`,
            expected: 'no request after the handshake',
            actual: `${after.lastExposed ?? 'a request'}, with the header Authorization`,
            hint: 'Let the certificate be checked in the handshake, before the headers are written; also where a connection that failed is made again.',
          });
          return;
        }
        if (after.refused > before.refused) return;
        return r.notTested(
          `The target did not connect to ${life.issuer}, so that nothing can be said: can it reach that port, and does the start command hand on the issuer?`,
        );
      }
      const secret = calls.find(
        ({ request, operation }) => operation === 'token' || request.headers.authorization !== undefined,
      );
      r.violates(first, {
        message:
          spec.flaw === null
            ? 'The Receiver speaks to its Transmitter over TLS 1.1 or older.'
            : `The Receiver speaks to a Transmitter whose certificate ${spec.flaw}${
                secret === undefined ? '' : ', and shows it its credentials'
              }.`,
        expected: 'no request after the handshake',
        actual: shown(secret ?? call),
        hint:
          spec.flaw === null
            ? 'Let TLS 1.2 be the oldest version.'
            : 'Verify chain, validity and host name of every connection to the Transmitter; look for a switch that turns this off.',
        exchange: secret ?? call,
      });
    },
  });
}
