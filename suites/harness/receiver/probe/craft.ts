import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../probe.ts';
import { defaultEvent } from '../default-events.ts';
import type { KeyName } from '../exchange.ts';
import type { CraftedSet, SetSpec } from '../probe.ts';
import { requestedTypes, usualType } from '../usual-type.ts';
import type { ReceiverRunState } from './run-state.ts';

/** Makes a SET (RFC 8417 section 2, SSF section 4): a right one, but for what the spec changes. */
export async function craft(state: ReceiverRunState, spec: SetSpec = {}): Promise<CraftedSet> {
  const { rim, facts } = state;
  const key = spec.key ?? 'current';
  const alg = spec.alg ?? (key === 'ec' ? 'ES256' : 'RS256');
  const type = spec.type ?? (await typeFor(state));
  const subject = spec.subject ?? facts.subject ?? madeUpSubject();
  const jti = randomBytes(16).toString('hex');
  const plain: JsonObject = {
    iss: facts.issuer,
    aud: facts.audience,
    iat: Math.floor(Date.now() / 1000),
    jti,
    txn: randomBytes(8).toString('hex'),
    sub_id: subject,
    events: { [type]: spec.event ?? defaultEvent(type) },
  };
  const kid = await kidOf(state, key);
  const header = spec.header?.({ typ: 'secevent+jwt', alg, kid }) ?? { typ: 'secevent+jwt', alg, kid };
  const claims = spec.claims?.(plain) ?? plain;
  const headerJson = JSON.stringify(header);
  const claimsJson = JSON.stringify(claims);
  const input = `${base64url(spec.headerText?.(headerJson) ?? headerJson)}.${base64url(spec.claimsText?.(claimsJson) ?? claimsJson)}`;
  const unsigned = alg.toLowerCase() === 'none';
  const token = `${input}.${unsigned ? '' : await rim.sign({ key, alg, input })}`;
  return { compact: (await spec.compact?.(token)) ?? token, jti, type, subject, header, claims };
}

/** The usual type for a target that need not take what it did not ask for. */
async function typeFor({ rim, facts }: ReceiverRunState): Promise<string> {
  if (facts.form === 'hosted') return usualType(null);
  return usualType(requestedTypes((await rim.streams()).at(-1)?.request));
}

/** A user whom nobody else is about, so that what is done to him can be told apart. */
function madeUpSubject(): JsonObject {
  return { format: 'email', email: `user-${randomBytes(8).toString('hex')}@example.com` };
}

const kids = new WeakMap<object, Map<KeyName, string>>();

async function kidOf(state: ReceiverRunState, key: KeyName): Promise<string> {
  const known = kids.get(state) ?? new Map<KeyName, string>();
  kids.set(state, known);
  const kid = known.get(key) ?? String((await state.rim.publicJwk(key)).kid);
  known.set(key, kid);
  return kid;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function isCrafted(set: CraftedSet | SetSpec): set is CraftedSet {
  return typeof set.compact === 'string';
}
