import type { SetSpec } from '../../harness/receiver/probe.ts';
import type { Variant } from './refusal.ts';

type Claims = Record<string, unknown>;

/** An ID token and an access token for the target's audience, valid for `lifetimeS`; neither has events. */
export function confusedTokens(lifetimeS: number): Variant[] {
  const times = ({ iat }: Claims): Claims => ({ iat, exp: Number(iat) + lifetimeS });
  return [
    {
      // OpenID Connect Core 2.
      what: 'an ID token',
      set: token('JWT', (set) => ({
        iss: set.iss,
        aud: set.aud,
        sub: 'user-1',
        ...times(set),
        auth_time: set.iat,
        nonce: 'n-0S6_WzA2Mj',
        acr: '1',
      })),
    },
    {
      // RFC 9068 section 2.2.
      what: 'an access token',
      set: token('at+jwt', (set) => ({
        iss: set.iss,
        aud: set.aud,
        sub: 'user-1',
        ...times(set),
        jti: set.jti,
        client_id: 'client-1',
        scope: 'openid',
      })),
    },
  ];
}

/** OpenID Connect Back-Channel Logout 2.4. */
export function logoutToken(): Variant {
  return {
    what: 'a logout token',
    set: token('logout+jwt', ({ iss, aud, iat, jti }) => ({
      iss,
      aud,
      iat,
      jti,
      exp: Number(iat) + 120,
      sub: 'user-1',
      sid: 'session-1',
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })),
  };
}

function token(typ: string, claims: (set: Claims) => Claims): SetSpec {
  return { header: (header) => ({ ...header, typ }), claims };
}
