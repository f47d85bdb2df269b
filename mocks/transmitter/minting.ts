import { randomUUID } from 'node:crypto';
import type { SubjectIdentifier } from '../vocabulary/subject-formats.ts';
import type { KeyRing } from './keys.ts';
import type { SetContext, TransmitterSeams } from './seams.ts';
import type { Stream } from './stream.ts';

/** A signed SET. */
export interface MintedSet {
  jti: string;
  /** Compact JWS. */
  token: string;
  context: SetContext;
  /** Makes a SET of the same event with a new jti. */
  again(): Promise<MintedSet>;
}

/** What a SET says. */
export interface EventToMint {
  type: string;
  subject: SubjectIdentifier;
  event: Record<string, unknown>;
  /** Names the underlying cause, the same on every stream (SSF 4.1.9). */
  txn: string;
}

export interface MintingDependencies {
  issuer: string;
  keys: KeyRing;
  seams: TransmitterSeams;
  /** ms since the epoch. */
  now: () => number;
  /** The stream's configuration as its Receiver reads it. */
  describe: (stream: Stream) => Record<string, unknown>;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/**
 * Makes a SET (RFC 8417 section 2, SSF section 4): typed, signed, with iss, aud, iat, jti, txn and sub_id and exactly
 * one event; neither sub nor exp.
 */
export async function mint(
  stream: Stream,
  wish: EventToMint,
  dependencies: MintingDependencies,
): Promise<MintedSet> {
  const { issuer, keys, seams, now, describe } = dependencies;
  const jti = randomUUID();
  const context: SetContext = {
    streamId: stream.id,
    eventType: wish.type,
    configuration: describe(stream),
  };
  const claims = {
    iss: issuer,
    aud: stream.audience,
    iat: Math.floor(now() / 1000),
    jti,
    txn: wish.txn,
    // RFC 8417 2.2: when the event happened, where its claims tell.
    ...(typeof wish.event.event_timestamp === 'number' ? { toe: wish.event.event_timestamp } : {}),
    sub_id: wish.subject,
    events: { [wish.type]: wish.event },
  };
  const signer = await keys.signer();
  const header = { alg: signer.alg, ...(signer.kid ? { kid: signer.kid } : {}), typ: 'secevent+jwt' };
  const json = JSON.stringify(seams.claims?.(claims, context) ?? claims);
  const text = seams.claimsText?.(json, context) ?? json;
  const input = `${base64url(JSON.stringify(seams.header?.(header, context) ?? header))}.${base64url(text)}`;
  const token = `${input}.${signer.sign(input).toString('base64url')}`;
  return {
    jti,
    token: (await seams.compact?.(token, context)) ?? token,
    context,
    again: () => mint(stream, wish, dependencies),
  };
}
