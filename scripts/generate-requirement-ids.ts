import { writeFile } from 'node:fs/promises';
import { requirements } from '../suites/standard/requirements.ts';

/** Source text of `suites/standard/requirement-ids.ts`: the ids of the catalogue as a union type. */
export function requirementIdsSource(ids: readonly string[]): string {
  const members = ids.map((id) => `  | '${id}'`).join('\n');
  return `// Generated from requirements.json by scripts/generate-requirement-ids.ts; a test keeps the two together.\n/** Id of a row of the catalogue of requirements: \`SSF-7.1-03\`. */\nexport type RequirementId =\n${members};\n`;
}

if (import.meta.filename === process.argv[1]) {
  // Run from the project's root: the compiled script lies in dist, the file that it writes does not.
  await writeFile(
    'suites/standard/requirement-ids.ts',
    requirementIdsSource(requirements.map((row) => row.id)),
  );
}
