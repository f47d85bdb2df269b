import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { Examined, ReceiverSeams, Refusal } from '../../../receiver/seams.ts';
import { isObject } from '../../../vocabulary/is-object.ts';
import { overlook } from './overlook.ts';

/** Members of a JOSE header by which a token offers the key that it was signed with (RFC 7515 sections 4.1.2 to 4.1.6). */
export const OFFERS = ['jwk', 'jku', 'x5c', 'x5u'] as const;
type Offer = (typeof OFFERS)[number];

/** Verifies RS256 tokens that offer a key in this way with that key, as far as `when` likes what is offered. */
export function believeOffer(offer: Offer, when: (value: unknown) => boolean = () => true): ReceiverSeams {
  const offers = ({ header }: Examined): boolean => offer in header && when(header[offer]);
  return {
    steps: {
      ...overlook(['key', 'key-strength'], offers).steps,
      signature: async (set: Examined, reference: () => Promise<Refusal | null>) => {
        if (!offers(set)) return reference();
        const key = await offered(offer, set.header[offer]);
        const end = set.compact.lastIndexOf('.');
        const isRight =
          key !== null &&
          verify(
            'sha256',
            Buffer.from(set.compact.slice(0, end)),
            key,
            Buffer.from(set.compact.slice(end + 1), 'base64url'),
          );
        return isRight
          ? null
          : { err: 'invalid_key', description: 'The signature was not made with the offered key.' };
      },
    },
  };
}

/** Looks at the URL, and makes nothing of what it finds. */
export function fetchOffer(offer: 'jku' | 'x5u'): ReceiverSeams {
  return {
    steps: {
      key: async (set: Examined, reference: () => Promise<Refusal | null>) => {
        const url = set.header[offer];
        if (typeof url === 'string') await textAt(url);
        return reference();
      },
    },
  };
}

async function offered(offer: Offer, value: unknown): Promise<KeyObject | null> {
  try {
    switch (offer) {
      case 'jwk':
        return isObject(value) ? createPublicKey({ key: value, format: 'jwk' }) : null;
      case 'x5c':
        return new X509Certificate(Buffer.from(String(Array.isArray(value) ? value[0] : ''), 'base64'))
          .publicKey;
      case 'jku':
        return firstKey(JSON.parse(await textAt(String(value))));
      case 'x5u':
        return new X509Certificate(await textAt(String(value))).publicKey;
    }
  } catch {
    return null;
  }
}

function firstKey(jwks: unknown): KeyObject | null {
  const keys: unknown = isObject(jwks) ? jwks.keys : null;
  const jwk: unknown = Array.isArray(keys) ? keys[0] : null;
  return isObject(jwk) ? createPublicKey({ key: jwk, format: 'jwk' }) : null;
}

async function textAt(url: string): Promise<string> {
  const response = await fetch(url).catch(() => null);
  return (await response?.text()) ?? '';
}
