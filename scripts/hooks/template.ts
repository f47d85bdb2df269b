/** What a hook is told, by the names that its template uses. */
export type Payload = Readonly<Record<string, unknown>>;

const PLACEHOLDER = /\{\{\s*([\w-]+(?:\.[\w-]+)*)\s*\}\}/g;

/** The placeholders of a template that name nothing that the hook is told. */
export function unknownPlaceholders(template: unknown, names: readonly string[]): string[] {
  if (typeof template === 'string')
    return [...template.matchAll(PLACEHOLDER)]
      .map((match) => match[1] ?? '')
      .filter((path) => !names.includes(path.split('.')[0] ?? ''));
  if (Array.isArray(template)) return template.flatMap((item) => unknownPlaceholders(item, names));
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap((item) => unknownPlaceholders(item, names));
}

/** Fills in a text; `encode` makes a value safe for the place where it comes to stand. */
export function fillText(template: string, payload: Payload, encode: (value: string) => string): string {
  return template.replace(PLACEHOLDER, (_, path: string) => {
    const value = lookUp(payload, path);
    return typeof value === 'string' ? encode(value) : encodeData(value, encode);
  });
}

/** Fills in every string of a JSON value; a string that is one placeholder becomes the value itself. */
export function fillJson(template: unknown, payload: Payload): unknown {
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

function lookUp(payload: Payload, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, payload);
}
