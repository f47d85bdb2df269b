/** The schema without `expected`, our annotation for messages: strict validators refuse keywords that they do not know. */
export function plainSchema<T>(schema: T): T {
  // Sound: only annotations are left out. A member of that name would be an object, as every schema is.
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'expected' && typeof value === 'string' ? undefined : value,
    ),
  ) as T;
}
