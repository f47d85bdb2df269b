import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverOperation, ReceiverQuirks } from '../seams.ts';
import { GivenUp, Untrusted } from './failure.ts';
import type { HttpAnswer } from './http-client.ts';

/** The JSON object of a good answer; throws GivenUp when the status is another one or the body is no object. */
export function objectOf(
  answer: HttpAnswer,
  statuses: readonly number[],
  what: string,
): Record<string, unknown> {
  if (!statuses.includes(answer.status)) throw new GivenUp(`${what}: status ${answer.status}.`);
  if (!isObject(answer.json)) throw new GivenUp(`${what}: the answer is no JSON object.`);
  return answer.json;
}

/** A quirk: unknown members are fatal. A right Receiver ignores them (SSF 4.2.3, 7.2.3; RFC 6749 5.1). */
export function noStrangers(
  answer: Record<string, unknown>,
  known: readonly string[],
  operation: ReceiverOperation,
  { strictAnswers }: Partial<ReceiverQuirks>,
): void {
  if (!(Array.isArray(strictAnswers) ? strictAnswers.includes(operation) : strictAnswers)) return;
  const strange = Object.keys(answer).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new GivenUp(`${operation}: unknown members ${strange.join(', ')}.`);
}

/** A URL that may be used: absolute, and with TLS when the issuer has it (SSF 7.1). Throws Untrusted. */
export function usableUrl(
  url: string,
  name: string,
  issuer: string,
  quirks: Partial<ReceiverQuirks>,
): string {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw new Untrusted(`${name} is no absolute HTTP URL: ${url}.`);
  }
  if (issuer.startsWith('https:') && !url.startsWith('https:') && !quirks.trustsPlainEndpoints) {
    throw new Untrusted(`${name} has no TLS: ${url}.`);
  }
  return url;
}

/** The strings of an array; undefined when it is no array. */
export function stringsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}
