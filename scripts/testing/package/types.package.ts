import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { install, type Project } from './project.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** A user's file: every export is imported, and a config is checked. */
function source(exports: Readonly<Record<string, unknown>>): string {
  const imports = Object.keys(exports).map((name, index) => {
    const as = name.replace('.', 'ssf-conformance');
    return name.endsWith('.json')
      ? `import json${index} from '${as}' with { type: 'json' };\nexport const member${index}: object = json${index};`
      : `export * as all${index} from '${as}';`;
  });
  return `import { type ConformanceConfig, defineConfig, type Results } from 'ssf-conformance';
${imports.join('\n')}
export const config: ConformanceConfig = defineConfig({ receiver: { poll: true, auth: { accessToken: 't' } } });
// @ts-expect-error: there is no such role
defineConfig({ role: 'observer' });
export const verdict = (results: Results): string => results.verdict;
`;
}

describe("the types, in a user's project", () => {
  let project: Project;
  beforeAll(async () => {
    project = await install('Typen');
    const { devDependencies, exports } = JSON.parse(
      await readFile(path.join(ROOT, 'package.json'), 'utf8'),
    ) as { devDependencies: Record<string, string>; exports: Record<string, unknown> };
    await project.sh(`npm i -D '@types/node@${devDependencies['@types/node']}'`);
    await project.write({ 'user.mts': source(exports) });
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('compile with moduleResolution %s, libraries checked', async (moduleResolution, module) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      resolveJsonModule: true,
      skipLibCheck: false,
      types: ['node'],
    };
    await project.write({ 'tsconfig.json': JSON.stringify({ compilerOptions, files: ['user.mts'] }) });
    const tsc = path.join(ROOT, 'node_modules/.bin/tsc');
    expect(await project.sh(`'${tsc}' -p .`)).toBe('');
  });
});
