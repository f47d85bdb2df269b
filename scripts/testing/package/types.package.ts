import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { exported, ROOT, readManifest } from './exports.ts';
import { install, type Project } from './project.ts';

/** A user's file: every export is imported, and a config is checked. */
function source(names: readonly string[]): string {
  const imports = names.map((as, index) => {
    return as.endsWith('.json')
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
    const manifest = await readManifest();
    await project.sh(`npm i -D '@types/node@${manifest.devDependencies['@types/node']}'`);
    await project.copy({ 'scripts/vitest/examples': 'tests' });
    await project.sh('npm pkg set type=module');
    await project.write({ 'user.mts': source([...exported(manifest, inject('packed').files).keys()]) });
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
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      skipLibCheck: false,
      types: ['node'],
    };
    await project.write({
      'tsconfig.json': JSON.stringify({ compilerOptions, include: ['user.mts', 'tests'] }),
    });
    const tsc = path.join(ROOT, 'node_modules/.bin/tsc');
    expect(await project.sh(`'${tsc}' -p .`)).toBe('');
  });
});
