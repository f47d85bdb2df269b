import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventSchemas } from '../suites/standard/events/index.ts';
import { publicEventSchema } from './schemas/event-schema.ts';

/** The published schemas of events, by their path in `scripts/schemas`. */
export function publishedEvents(): Map<string, unknown> {
  return new Map(
    eventSchemas.map((schema) => {
      const [family = '', name = ''] = schema.$id.split(':').slice(-2);
      return [`${family}/${name}.json`, publicEventSchema(schema)];
    }),
  );
}

if (import.meta.filename === process.argv[1]) {
  // Run from the project's root: the compiled script lies in dist, the files that it writes do not.
  for (const [file, schema] of publishedEvents()) {
    const absolute = path.resolve('scripts/schemas', file);
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, `${JSON.stringify(schema, null, 2)}\n`);
  }
}
