import type { OutgoingCall } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { beside, onRequest, powerless, send } from './support/requests.ts';

function withTokenInQuery(call: OutgoingCall): OutgoingCall {
  const url = new URL(call.url);
  url.searchParams.set('access_token', call.headers.authorization?.replace(/^Bearer /, '') ?? '');
  return { ...call, url: url.href };
}

/** Faults in how a managed Receiver gets access tokens and uses them (RFC 6749, RFC 6750, SSF 7.1.1). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-asks-for-status-without-token',
    breaks: 'SSF-7.1.1-03',
    summary: 'Asks for the status of its stream without a token.',
    form: 'managed',
    seams: () => onRequest('read-status', powerless),
  },
  {
    name: 'receiver-token-in-query',
    breaks: 'RFC6750-2.3-01',
    summary: 'Puts its token into the query of a status request.',
    form: 'managed',
    seams: () =>
      beside('read-status', (call) =>
        send(powerless(call), { method: 'GET', url: withTokenInQuery(call).url }),
      ),
  },
  {
    name: 'receiver-token-twice',
    breaks: 'RFC6750-2-01',
    summary: 'Sends its token in the header and in the query.',
    form: 'managed',
    seams: () =>
      beside('read-status', (call) => send(call, { method: 'GET', url: withTokenInQuery(call).url })),
  },
  {
    name: 'receiver-strict-about-tokens',
    breaks: 'RFC6749-5.1-04',
    summary: 'Refuses token responses with members that it does not know.',
    form: 'managed',
    seams: () => ({ quirks: { strictAnswers: ['token'] } }),
  },
  {
    name: 'receiver-never-renews-its-token',
    breaks: 'SSF-7.1.1-03',
    summary: 'Goes on with a token that was refused as expired.',
    form: 'managed',
    seams: () => ({ quirks: { noTokenRenewal: true } }),
  },
  {
    name: 'receiver-asks-for-token-with-get',
    breaks: 'RFC6749-3.2-01',
    summary: 'Asks for a token with GET before it tries POST.',
    form: 'managed',
    seams: () =>
      beside('token', (call) =>
        send(call, { method: 'GET', url: `${call.url}?grant_type=client_credentials` }),
      ),
  },
  {
    name: 'receiver-asks-for-token-in-json',
    breaks: 'RFC6749-4.4.2-01',
    summary: 'Asks for a token with a JSON body before it tries a form.',
    form: 'managed',
    seams: () =>
      beside('token', (call) => send(call, { method: 'POST', json: { grant_type: 'client_credentials' } })),
  },
  {
    name: 'receiver-asks-for-token-without-grant',
    breaks: 'RFC6749-4.4.2-01',
    summary: 'Leaves grant_type out of a token request.',
    form: 'managed',
    seams: () =>
      beside('token', (call) =>
        send(call, { method: 'POST', form: new URLSearchParams({ scope: 'ssf.read' }) }),
      ),
  },
  {
    name: 'receiver-asks-for-token-unauthenticated',
    breaks: 'RFC6749-3.2.1-01',
    summary: 'Asks for a token with its client_id alone before it authenticates.',
    form: 'managed',
    seams: () =>
      beside('token', (call) =>
        send(powerless(call), {
          method: 'POST',
          form: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'someone' }),
        }),
      ),
  },
  {
    name: 'receiver-scopes-as-json',
    breaks: 'RFC6749-3.3-01',
    summary: 'Asks for its scopes as a JSON array.',
    form: 'managed',
    seams: () =>
      beside('token', (call) => {
        const form = new URLSearchParams(call.body ?? '');
        form.set('scope', '["ssf.read","ssf.manage"]');
        return send(call, { method: 'POST', form });
      }),
  },
  {
    name: 'receiver-trusts-authorization-server',
    breaks: 'RFC8414-3.3-01',
    summary: 'Does not compare issuer of the authorization server metadata.',
    form: 'managed',
    seams: () => ({ quirks: { trustsAuthorizationServer: true } }),
  },
  {
    name: 'receiver-trusts-protected-resource',
    breaks: 'RFC9728-3-02',
    summary: 'Does not compare resource of the protected resource metadata.',
    form: 'managed',
    seams: () => ({ quirks: { trustsProtectedResource: true } }),
  },
  {
    name: 'receiver-asks-for-the-usual-scopes',
    breaks: 'CAEP-INTEROP-2509-2.7.2-02',
    summary: 'Asks for ssf.read and ssf.manage, whatever the protected resource metadata says.',
    form: 'managed',
    seams: () =>
      onRequest('token', (call) => {
        const form = new URLSearchParams(call.body ?? '');
        form.set('scope', 'ssf.read ssf.manage');
        return { ...call, body: form.toString() };
      }),
  },
];
