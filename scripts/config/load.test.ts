import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/program.ts';
import { loadConfig } from './load.ts';

describe('loadConfig', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const put = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);

  it('gives an empty configuration where there is no file', async () => {
    expect(await loadConfig(folder, undefined, {})).toEqual({ config: {}, file: null });
  });

  it.each(['ts', 'mts'])('runs TypeScript with an import and an enum (.%s)', async (extension) => {
    await put('limits.ts', `export enum Slow { Yes = '90s' }`);
    await put(
      `ssf-conformance.config.${extension}`,
      `import { Slow } from './limits';
       import type { Nothing } from 'nowhere';
       const config: { limits: Record<string, string> } = { limits: { verification: Slow.Yes } };
       export default await Promise.resolve(config);`,
    );
    const { config, file } = await loadConfig(folder, undefined, {});
    expect(config).toEqual({ limits: { verification: '90s' } });
    expect(file).toBe(path.join(folder, `ssf-conformance.config.${extension}`));
  });

  it.each(['{ "compilerOptions": { "target": 7, ', '{ "extends": "@tsconfig/not-installed/tsconfig.json" }'])(
    'runs TypeScript beside a tsconfig.json that cannot be used: %s',
    async (tsconfig) => {
      await put('tsconfig.json', tsconfig);
      await put(
        'ssf-conformance.config.ts',
        'const config: { seed: number } = { seed: 7 };\nexport default config;',
      );
      expect((await loadConfig(folder, undefined, {})).config).toEqual({ seed: 7 });
    },
  );

  it('runs JavaScript and reads JSON', async () => {
    await put('ssf-conformance.config.js', 'export default { seed: 7 }');
    expect((await loadConfig(folder, undefined, {})).config).toEqual({ seed: 7 });
    await put('other.json', '{ "seed": 8 }');
    expect((await loadConfig(folder, 'other.json', {})).config).toEqual({ seed: 8 });
  });

  it('gives a file this copy of the package, installed there or not', async () => {
    await put(
      'ssf-conformance.config.ts',
      `import { defineConfig } from 'ssf-conformance';
       export default defineConfig({ transmitter: { issuer: 'https://tx.example', trigger: () => true } });`,
    );
    const { config } = await loadConfig(folder, undefined, {});
    expect(config.transmitter?.trigger).toBeTypeOf('function');
  });

  it('fills in the environment before it validates', async () => {
    await put('ssf-conformance.config.json', '{ "limits": { "request": "${LIMIT}" } }');
    expect((await loadConfig(folder, undefined, { LIMIT: '3s' })).config).toEqual({
      limits: { request: '3s' },
    });
    await expect(loadConfig(folder, undefined, {})).rejects.toThrow('LIMIT, which is not set');
  });

  it('refuses to choose between two files, and a named file that is not there', async () => {
    await put('ssf-conformance.config.json', '{}');
    await put('ssf-conformance.config.js', 'export default {}');
    await expect(loadConfig(folder, undefined, {})).rejects.toThrow('several config files');
    await expect(loadConfig(folder, 'missing.ts', {})).rejects.toThrow('does not exist');
  });

  it('says that a file cannot be run, without colours, and that JSON is broken, without quoting it', async () => {
    await put('broken.ts', 'export default { seed: ');
    await expect(loadConfig(folder, 'broken.ts', {})).rejects.toThrow(/broken\.ts cannot be loaded/);
    await put('broken.json', '{ "transmitter": { "auth": { "accessToken": s3cret } } }');
    await expect(loadConfig(folder, 'broken.json', {})).rejects.toThrow(
      "not valid JSON: Unexpected token 's'.",
    );
    await expect(loadConfig(folder, 'broken.json', {})).rejects.not.toThrow('s3cret');
  });

  it('names the file in front of what is wrong in it', async () => {
    await put('ssf-conformance.config.json', '{ "sede": 1 }');
    await expect(loadConfig(folder, undefined, {})).rejects.toThrow(
      /ssf-conformance\.config\.json:\n {2}sede: no such key/,
    );
    await put('ssf-conformance.config.json', '{ "__proto__": { "only": ["discovery"] } }');
    await expect(loadConfig(folder, undefined, {})).rejects.toThrow('__proto__: no such key');
  });
});
