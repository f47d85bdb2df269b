import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import schema from './results.schema.json' with { type: 'json' };

// Compiled when first asked for: most commands never read a results file.
let validate: ReturnType<typeof compile> | undefined;

/** Where a value departs from the published JSON Schema of `results.json`: one line each, none when it is valid. */
export function resultsProblems(value: unknown): string[] {
  validate ??= compile();
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || '/'} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
  );
}

function compile() {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true });
  // The package is CommonJS: its default export is found under `default` or is the module itself.
  addFormats.default(ajv);
  return ajv.compile(schema);
}
