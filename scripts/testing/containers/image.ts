import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';

/**
 * A folder with a Dockerfile that needs no registry: FROM scratch, this Node.js with the libraries that it links, and the
 * reference peers in one file (peer.ts says what they take).
 * @param label of the image and of its containers
 */
export async function peerContext(label: string): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ssf-image-'));
  const root = path.join(folder, 'root');
  await Promise.all([bundle(root), ...(await linked()).map((file) => copyTo(root, file))]);
  await copyFile(process.execPath, path.join(root, 'node'));
  await writeFile(path.join(folder, 'Dockerfile'), dockerfile(label));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const dockerfile = (label: string): string => `FROM scratch
LABEL ${label}
COPY root /
HEALTHCHECK --interval=1s --timeout=5s CMD ["/node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT)"]
ENTRYPOINT ["/node", "/peer.js"]
`;

/** The peers with everything that they import, in one file. */
async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: path.join(import.meta.dirname, 'peer.ts'),
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'peer.js', codeSplitting: false } },
    },
  });
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
}

/** The libraries that this Node.js links, the loader among them, as absolute paths. */
async function linked(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ldd', [process.execPath]);
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, file = '']) => file);
}

/** Copies what the path leads to, so that a link becomes the file. */
async function copyTo(root: string, file: string): Promise<void> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(file, target);
}
