import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { strayConfig } from './stray-config.ts';

describe('a config file that is not read', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'ssf-stray-'));
    await mkdir(path.join(root, 'a/b'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  test('is one here with another name, but not the waivers', async () => {
    await writeFile(path.join(root, 'a/b/ssf-conformance.waivers.json'), '{}');
    expect(await strayConfig(path.join(root, 'a/b'))).toBeNull();
    await writeFile(path.join(root, 'a/b/ssf-conformance.json'), '{}');
    expect(await strayConfig(path.join(root, 'a/b'))).toBe('ssf-conformance.json');
  });

  test('is one further up', async () => {
    await writeFile(path.join(root, 'ssf-conformance.config.ts'), '');
    expect(await strayConfig(path.join(root, 'a/b'))).toBe('../../ssf-conformance.config.ts');
  });

  test('is nothing in a folder that is not there', async () => {
    expect(await strayConfig(path.join(root, 'no/such'))).toBeNull();
  });
});
