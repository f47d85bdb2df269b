import type { TriggerPayload } from './payload.ts';

const PLACEHOLDER = /\{\{\s*([\w-]+(?:\.[\w-]+)*)\s*\}\}/g;
const NAMES: readonly (keyof TriggerPayload)[] = ['scenario', 'type', 'subject', 'event', 'stream_id'];

/** The placeholders of a template that name nothing that a trigger is told. */
export function unknownPlaceholders(template: unknown): string[] {
  if (typeof template === 'string')
    return [...template.matchAll(PLACEHOLDER)]
      .map((match) => match[1] ?? '')
      .filter((path) => !NAMES.some((name) => name === path.split('.')[0]));
  if (Array.isArray(template)) return template.flatMap(unknownPlaceholders);
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(unknownPlaceholders);
}

/** Fills in a text; `encode` makes a value safe for the place where it comes to stand. */
export function fillText(
  template: string,
  payload: TriggerPayload,
  encode: (value: string) => string,
): string {
  return template.replace(PLACEHOLDER, (_, path: string) => {
    const value = lookUp(payload, path);
    return typeof value === 'string' ? encode(value) : encodeData(value, encode);
  });
}

/** Fills in every string of a JSON value; a string that is one placeholder becomes the value itself. */
export function fillJson(template: unknown, payload: TriggerPayload): unknown {
  if (typeof template === 'string') {
    const [whole] = template.matchAll(PLACEHOLDER);
    if (whole?.[0] === template) return lookUp(payload, whole[1] ?? '') ?? null;
    return fillText(template, payload, (value) => value);
  }
  if (Array.isArray(template)) return template.map((item) => fillJson(item, payload));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, fillJson(item, payload)]));
}

/** A text as it stands inside the quotes of a JSON string. */
export function insideJsonString(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function encodeData(value: unknown, encode: (value: string) => string): string {
  const json = value === undefined ? 'null' : JSON.stringify(value);
  // In JSON text an object stands for itself; elsewhere its text is a value like any other.
  return encode === insideJsonString ? json : encode(json);
}

function lookUp(payload: TriggerPayload, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, payload);
}
