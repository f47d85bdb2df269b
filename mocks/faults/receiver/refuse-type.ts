import type { Examined } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverFault } from './fault.ts';
import { overlook } from './support/overlook.ts';

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

const isSet = ({ claims }: Examined): boolean => isObject(claims.events) && !(LOGOUT in claims.events);
const isTyped = ({ header }: Examined, typ: string | undefined): boolean => header.typ === typ;

/** Faults in how SETs are told from other JWTs. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-takes-missing-typ',
    breaks: 'SSF-4.1.1-02',
    summary: 'Takes SETs without typ.',
    seams: () => overlook(['typ'], (set) => isSet(set) && isTyped(set, undefined)),
  },
  {
    name: 'receiver-takes-typ-jwt',
    breaks: 'SSF-4.1.1-02',
    summary: 'Takes SETs whose typ is JWT.',
    seams: () => overlook(['typ'], (set) => isSet(set) && isTyped(set, 'JWT')),
  },
  {
    name: 'receiver-takes-typ-of-others',
    breaks: 'SSF-4.1.1-02',
    summary: 'Takes SETs that are typed as access tokens or logout tokens.',
    seams: () =>
      overlook(['typ'], (set) => isSet(set) && ['at+jwt', 'logout+jwt'].includes(String(set.header.typ))),
  },
  {
    name: 'receiver-takes-typ-by-its-end',
    breaks: 'SSF-4.1.1-02',
    summary: 'Takes every typ that ends with secevent+jwt.',
    seams: () => overlook(['typ'], (set) => isSet(set) && /.secevent\+jwt$/.test(String(set.header.typ))),
  },
  {
    name: 'receiver-takes-id-token',
    breaks: 'RFC8725-3.12-01',
    summary: 'Takes an ID token of the issuer for a SET.',
    seams: () =>
      overlook(['typ', 'claims', 'subject'], (set) => isTyped(set, 'JWT') && set.claims.events === undefined),
  },
  {
    name: 'receiver-takes-access-token',
    breaks: 'RFC8725-3.12-01',
    summary: 'Takes an access token of the issuer for a SET.',
    seams: () =>
      overlook(
        ['typ', 'claims', 'subject'],
        (set) => isTyped(set, 'at+jwt') && set.claims.events === undefined,
      ),
  },
  {
    name: 'receiver-takes-logout-token',
    breaks: 'RFC8725-3.12-01',
    summary: 'Takes a logout token for a SET.',
    seams: () =>
      overlook(['typ', 'subject'], ({ claims }) => isObject(claims.events) && LOGOUT in claims.events),
  },
];
