import { receiverCheck } from '../harness/receiver/check.ts';
import { confusedTokens, logoutToken } from './support/other-tokens.ts';
import { expectRefusals, noteWhatIsTaken, type Variant } from './support/refusal.ts';
import { forForm, forOtherKind } from './support/right-codes.ts';
import { without } from './support/token.ts';

const HOUR_S = 60 * 60;

/** JWTs of our issuer, signed with our key, that are not SETs (RFC 8417 section 4, RFC 8725 section 3.12). */
export const checks = [
  receiverCheck({
    id: 'refuse-type/typ',
    title: 'A token that is not typed as a SET is refused.',
    requirements: ['SSF-4.1.1-02', 'RFC8725-3.11-01', 'RFC8935-2.4-01'],
    what: 'Delivers SETs whose `typ` is missing, JWT, at+jwt, logout+jwt, or only begins or ends like the right one.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, [untyped, ...OTHERS.map(typed)], {
        what: 'A token whose `typ` is not secevent+jwt',
        requirement: 'SSF-4.1.1-02',
        hint: '`typ` is secevent+jwt, with or without application/ before it, in any case.',
        codes: { requirement: 'RFC8935-2.4-01', right: forForm },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-type/other-kinds',
    title: 'An ID token, an access token and a logout token of the same issuer are not taken for SETs.',
    requirements: [
      'RFC8725-3.12-01',
      'RFC7519-7.2-01',
      'RFC8935-2.4-01',
      'SSF-4.1.2-02',
      'SSF-4.1.7-02',
      'RFC7519-4.1.4-01',
      'RFC7519-4.1.5-01',
    ],
    what: 'Delivers an ID token and an access token, and a logout token, which has events and is at most a warning. SETs with the claims that mark those tokens (`sub`, `exp`), or with `nbf`, are sent too and only noted.',
    delivery: 'each',
    async run(r) {
      const codes = { requirement: 'RFC8935-2.4-01', right: forOtherKind } as const;
      await expectRefusals(r, confusedTokens(HOUR_S), {
        what: 'A token of another kind, without events',
        requirement: 'RFC8725-3.12-01',
        hint: 'Look at `typ` and `events`: a token that is good for a login must not pass for a security event.',
        codes,
      });
      await expectRefusals(r, [logoutToken()], {
        what: 'A logout token',
        requirement: 'RFC8725-3.12-01',
        // By its claims it is a SET of RFC 8417; only SSF's `typ` and `sub_id` tell it apart.
        atMost: 'warn',
        codes,
      });
      const now = Math.floor(Date.now() / 1000);
      await noteWhatIsTaken(r, [also('sub', { sub: 'user-1' })], {
        what: 'A SET with `sub` beside `sub_id`',
        requirement: 'SSF-4.1.2-02',
      });
      await noteWhatIsTaken(r, [also('exp in an hour', { exp: now + HOUR_S })], {
        what: 'A SET with `exp`',
        requirement: 'SSF-4.1.7-02',
      });
      await noteWhatIsTaken(r, [also('exp an hour ago', { exp: now - HOUR_S })], {
        what: 'A SET that has expired',
        requirement: 'RFC7519-4.1.4-01',
        allowed: 'although RFC 7519 forbids it; SETs of SSF have no such claim, so that this does not count',
      });
      await noteWhatIsTaken(r, [also('nbf in an hour', { nbf: now + HOUR_S })], {
        what: 'A SET that is not valid yet',
        requirement: 'RFC7519-4.1.5-01',
        allowed: 'although RFC 7519 forbids it; SETs of SSF have no such claim, so that this does not count',
      });
    },
  }),
];

const OTHERS: readonly unknown[] = [
  'JWT',
  'at+jwt',
  'logout+jwt',
  'secevent',
  'secevent+json',
  'x-secevent+jwt',
  ['secevent+jwt'],
];

const untyped: Variant = {
  what: 'without typ',
  set: { header: (header) => without(header, 'typ') },
};

function typed(typ: unknown): Variant {
  return {
    what: typeof typ === 'string' ? typ : JSON.stringify(typ),
    set: { header: (header) => ({ ...header, typ }) },
  };
}

function also(what: string, more: Record<string, unknown>): Variant {
  return { what, set: { claims: (claims) => ({ ...claims, ...more }) } };
}
