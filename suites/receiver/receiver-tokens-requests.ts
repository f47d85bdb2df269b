import { receiverCheck } from '../harness/receiver/check.ts';
import { formIn, mediaTypeOf, queryOf } from './support/calls.ts';
import { authenticationOf, grantOf, tokenRequests } from './support/token-requests.ts';

/** RFC 6749: the token request of a managed Receiver. */
export const checks = [
  receiverCheck({
    id: 'receiver-tokens/post',
    title: 'The Receiver asks for tokens with POST.',
    requirements: ['RFC6749-3.2-01'],
    what: 'Looks at the method of every request to our token endpoint.',
    hooks: ['start', 'client-credentials'],
    phase: 'last',
    async run(r) {
      const wrong = (await tokenRequests(r)).find(({ request }) => request.method !== 'POST');
      if (wrong === undefined) return;
      r.violates('RFC6749-3.2-01', {
        message: 'The Receiver asks for a token by another method than POST.',
        expected: 'POST',
        actual: wrong.request.method,
        exchange: wrong,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/grant',
    title: 'The token request is a form that names the grant.',
    requirements: ['RFC6749-4.4.2-01', 'SSF-7.1.1-04'],
    what: 'The body is declared as application/x-www-form-urlencoded and has grant_type. Another grant than client_credentials is only noted: SSF 7.1.1 leaves the way to a token open.',
    hooks: ['start', 'client-credentials'],
    phase: 'last',
    async run(r) {
      const posts = (await tokenRequests(r)).filter(({ request }) => request.method === 'POST');
      const noForm = posts.find((call) => grantOf(call) === null);
      if (noForm !== undefined) {
        r.violates('RFC6749-4.4.2-01', {
          message: 'The token request is no form with the parameter grant_type.',
          expected:
            'Content-Type: application/x-www-form-urlencoded, and grant_type=client_credentials in the body',
          actual:
            formIn(noForm) === null
              ? `Content-Type: ${mediaTypeOf(noForm) ?? 'none'}`
              : 'no grant_type in the body',
          exchange: noForm,
        });
        return;
      }
      const other = posts.find((call) => grantOf(call) !== 'client_credentials');
      if (other === undefined) return;
      r.notes('SSF-7.1.1-04', {
        message: 'The Receiver gets its token by another grant than client_credentials.',
        actual: grantOf(other),
        exchange: other,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/client-authentication',
    title: 'The Receiver authenticates at the token endpoint.',
    requirements: ['RFC6749-3.2.1-01', 'RFC6749-4.4.2-02'],
    what: 'Looks in the requests for the client credentials grant for an Authorization header, a client_secret, or a client_assertion.',
    hooks: ['start', 'client-credentials'],
    phase: 'last',
    async run(r) {
      const asked = (await tokenRequests(r)).filter((call) => grantOf(call) === 'client_credentials');
      if (asked.length === 0) {
        return r.notTested(
          'No token was asked for by client credentials; receiver-tokens/grant judges that.',
        );
      }
      const bare = asked.find((call) => authenticationOf(call) === null);
      if (bare === undefined) return;
      r.violates('RFC6749-3.2.1-01', {
        message: 'The Receiver asks for a token by client credentials without authenticating.',
        expected: 'HTTP Basic, client_secret in the body, or a client assertion',
        actual: queryOf(bare).has('client_secret')
          ? 'the secret stands in the URL, where it is not allowed (RFC 6749 section 2.3.1)'
          : 'none of them',
        exchange: bare,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/scope',
    title: 'The scopes that the Receiver asks for are separated by blanks.',
    requirements: ['RFC6749-3.3-01', 'CAEP-INTEROP-2.7.3-05'],
    what: 'Reads the parameter scope of every token request by the syntax of RFC 6749 section 3.3. Whether the scopes are those of the profile is only noted.',
    hooks: ['start', 'client-credentials'],
    phase: 'last',
    async run(r) {
      const asked = await tokenRequests(r);
      // A parameter without a value counts as left out (RFC 6749 section 3.2).
      const scoped = asked.filter((call) => (formIn(call)?.get('scope') ?? '') !== '');
      const wrong = scoped.find((call) => !SCOPE.test(formIn(call)?.get('scope') ?? ''));
      if (wrong !== undefined) {
        r.violates('RFC6749-3.3-01', {
          message: 'The parameter scope is no list of scopes with one blank between them.',
          expected: 'such as "ssf.read ssf.manage"',
          actual: formIn(wrong)?.get('scope'),
          exchange: wrong,
        });
        return;
      }
      const names = scoped.flatMap((call) => (formIn(call)?.get('scope') ?? '').split(' '));
      if (names.some((name) => /^ssf\.(read|manage)(\.|$)/.test(name))) return;
      r.notes('CAEP-INTEROP-2.7.3-05', {
        message: 'The Receiver asks for none of the scopes that the profile names.',
        expected: 'ssf.read, ssf.manage',
        actual: names.length === 0 ? 'no scope' : names.join(' '),
        exchange: asked[0],
      });
    },
  }),
];

/** scope-token *( SP scope-token ) of RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/;
