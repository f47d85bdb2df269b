import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { copyTo, linked } from './files.ts';

/**
 * A folder with a Dockerfile that needs no registry: FROM scratch, this Node.js with the libraries that it links, and the
 * reference peers in one file (peer.ts says what they take).
 * @param label of the image and of its containers
 */
export async function peerContext(label: string): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ssf-image-'));
  const root = path.join(folder, 'root');
  const libraries = await linked(process.execPath);
  await Promise.all([bundle(root), ...libraries.map((file) => copyTo(root, file, file))]);
  await copyTo(root, process.execPath, '/node');
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
