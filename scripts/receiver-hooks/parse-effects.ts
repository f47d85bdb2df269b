import type { Effect } from '../../suites/harness/receiver/exchange.ts';

/**
 * What an effects hook gave, as far as it is used: other members are left out, and null stands for nothing.
 * @throws Error that names the place and what was expected there
 */
export function effectsOf(value: unknown): Effect[] {
  if (!Array.isArray(value))
    throw new Error(`expected a JSON array of {"action", "subject"}, got ${kindOf(value)}`);
  return value.map(effectOf);
}

/** @throws Error when it is no JSON, too */
export function parseEffects(text: string): Effect[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const shown = text.trim() === '' ? 'nothing' : JSON.stringify(text.trim().slice(0, 80));
    throw new Error(`expected a JSON array of {"action", "subject"}, got ${shown}`);
  }
  return effectsOf(value);
}

function effectOf(value: unknown, index: number): Effect {
  if (!isObject(value)) throw new Error(`[${index}]: expected an object, got ${kindOf(value)}`);
  const { action, subject } = value;
  if (typeof action !== 'string' || action === '')
    throw new Error(`[${index}].action: expected a text that is not empty, got ${kindOf(action)}`);
  if (!isObject(subject))
    throw new Error(`[${index}].subject: expected a subject identifier (an object), got ${kindOf(subject)}`);
  const optional = (name: 'jti' | 'at'): { [member in typeof name]?: string } => {
    const member = value[name];
    if (member === undefined || member === null) return {};
    if (typeof member !== 'string')
      throw new Error(`[${index}].${name}: expected a text, got ${kindOf(member)}`);
    return { [name]: member };
  };
  return { action, subject, ...optional('jti'), ...optional('at') };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
