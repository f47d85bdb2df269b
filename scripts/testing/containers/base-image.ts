import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { copyTo, linked } from './files.ts';

/** What the Dockerfile of the harness and npm call, beside Node.js. */
const PROGRAMS = ['sh', 'env', 'mkdir', 'chown', 'rm'];
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Writes a Dockerfile for an image with Node.js, npm and sh, as the harness's own Dockerfile wants it (`NODE_IMAGE`), out
 * of those of this machine: no registry of images is needed.
 * @param folder an empty one
 * @param label of the image, and of images made from it
 * @param addons native modules that must run in it: their libraries come with it
 */
export async function baseContext(folder: string, label: string, addons: readonly string[]): Promise<void> {
  const root = path.join(folder, 'root');
  const programs = await Promise.all(PROGRAMS.map(whereIs));
  const libraries = await Promise.all([process.execPath, ...programs, ...addons].map(linked));
  for (const library of new Set(libraries.flat())) await copyTo(root, library, library);
  for (const program of programs) await copyTo(root, program, `/usr/bin/${path.basename(program)}`);
  await copyTo(root, process.execPath, '/usr/bin/node');
  await copyTo(root, await whereIs('sh'), '/bin/sh');
  await copyTo(root, AUTHORITIES, AUTHORITIES);
  const npm = path.dirname(path.dirname(await realpath(await whereIs('npm'))));
  await cp(npm, path.join(root, 'usr/lib/npm'), { recursive: true });
  await symlink('../lib/npm/bin/npm-cli.js', path.join(root, 'usr/bin/npm'));
  await mkdir(path.join(root, 'tmp'));
  await chmod(path.join(root, 'tmp'), 0o1777);
  await writeFile(path.join(folder, 'Dockerfile'), dockerfile(label));
}

const dockerfile = (label: string): string => `FROM scratch
LABEL ${label}
COPY root /
ENV PATH=/usr/bin:/bin NODE_EXTRA_CA_CERTS=${AUTHORITIES} NPM_CONFIG_CAFILE=${AUTHORITIES}
`;

async function whereIs(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `command -v ${program}`]);
  return stdout.trim();
}
