import { InvalidArgumentError } from 'commander';
import type { Delivery } from '../../reports/results.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type { Duration } from './define-config.ts';
import { parseDuration } from './duration.ts';
import { LIMIT_NAMES } from './limit-names.ts';
import { parseListen } from './listen.ts';

// How the values of flags are read; each throws an InvalidArgumentError, which commander prints with the flag's name.

/** An empty value is a variable that is not set: with it, `--access-token "$TOKEN"` would ask without any. */
export function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty; is the variable set from which it comes?');
  return text;
}

/** Names separated by commas, added to those of the flag's earlier uses. */
export function list(text: string, previous: string[] | undefined): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Expected names separated by commas.');
  return [...(previous ?? []), ...items];
}

/** Files, of which each is named by a flag of its own. */
export function files(text: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), notEmpty(text)];
}

export function deliveries(text: string, previous: Delivery[] | undefined): Delivery[] {
  const found = new Set<Delivery>(previous);
  for (const item of list(text, undefined)) {
    if (item !== 'push' && item !== 'poll')
      throw new InvalidArgumentError('Expected push, poll or push,poll.');
    found.add(item);
  }
  return [...found];
}

export function seed(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Expected a whole number from 0.');
  return value;
}

/** So many parts nobody needs: it is a slip. */
const MOST_SHARDS = 100;

/** `I/N`: which of how many parts, from 1 on. */
export function shard(text: string): { index: number; count: number } {
  const [, first = '', second = ''] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (first === '' || index < 1 || index > count || count > MOST_SHARDS)
    throw new InvalidArgumentError(
      `Expected I/N, such as 2/4: the second of four parts; at most ${MOST_SHARDS}.`,
    );
  return { index, count };
}

export function listen(text: string): string {
  if (!parseListen(text))
    throw new InvalidArgumentError('Expected HOST:PORT, such as 127.0.0.1:8443 or [::1]:0.');
  return text;
}

/** `NAME=DURATION`, added to those of the flag's earlier uses. */
export function limit(
  text: string,
  previous: Record<string, Duration> | undefined,
): Record<string, Duration> {
  const [name = '', duration = '', ...rest] = text.split('=');
  if (!LIMIT_NAMES.includes(name)) {
    throw new InvalidArgumentError(
      `There is no limit "${name}". ${didYouMean(nearest(name, LIMIT_NAMES, 1)) ?? `There are: ${LIMIT_NAMES.join(', ')}.`}`,
    );
  }
  // It has the form, but not the size.
  if (
    rest.length === 0 &&
    /^[+-]?\d+(?:\.\d+)?(?:ms|s|m|h)$/.test(duration) &&
    parseDuration(duration) === undefined
  )
    throw new InvalidArgumentError(`${name} must be more than zero and at most a day.`);
  if (rest.length > 0 || parseDuration(duration) === undefined)
    throw new InvalidArgumentError(
      'Expected NAME=DURATION with its unit, such as verification=90s or request=500ms.',
    );
  return { ...previous, [name]: duration as Duration };
}

/** `NAME=VALUE` of an environment, added to those of the flag's earlier uses; the value may be empty. */
export function variable(text: string, previous: Record<string, string> | undefined): Record<string, string> {
  const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('Expected NAME=VALUE, such as PORT=8080.');
  return { ...previous, [name]: value };
}

/** A port, added to those of the flag's earlier uses. */
export function containerPort(text: string, previous: number[] | undefined): number[] {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('Expected a port from 1 to 65535.');
  return [...new Set([...(previous ?? []), port])];
}

/** A subject identifier as JSON. */
export function subject(text: string): Record<string, unknown> {
  const expected =
    'Expected a subject identifier as JSON, such as {"format":"email","email":"a@example.com"}.';
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'format' in value) return { ...value };
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError(expected);
}
