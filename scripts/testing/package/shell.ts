import { spawn } from 'node:child_process';
import path from 'node:path';

/** What a program of the test did. */
export interface Ended {
  /** 128 and more where a signal ended it. */
  exitCode: number;
  /** What it wrote to either output, in order. */
  output: string;
}

export interface Where {
  cwd: string;
  /** Folder of the Node.js that shall run it; default: that of this process. */
  node?: string | undefined;
  env?: Readonly<Record<string, string>> | undefined;
}

/** Of the environment only what a user has, too: neither what `npm run` and Vitest put into it nor our own programs. */
const KEPT =
  /^(?:HOME|USER|LANG|LC_\w+|TMPDIR|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|npm_config_(?:registry|userconfig|globalconfig|cache))$/i;

/** Runs a shell command as a user would, prints it, and waits for its end. */
export function sh(command: string, where: Where): Promise<Ended> {
  console.log(`  ${path.basename(where.cwd)} $ ${command}`);
  return start(command, where).ended;
}

export interface Started {
  ended: Promise<Ended>;
  /** What comes before this is printed; rejects when the program ends without. */
  printed(text: RegExp): Promise<string>;
  /** Ends it and what it started. */
  stop(): Promise<void>;
}

const running = new Set<Started>();

/** Ends what a test that failed has left. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((one) => one.stop()));
}

/** Starts a shell command and leaves it running. */
export function start(command: string, { cwd, node, env = {} }: Where): Started {
  const child = spawn('sh', ['-c', command], {
    cwd,
    env: { ...environment(node), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npx does not hand on every signal.
    detached: true,
  });
  let output = '';
  const looking = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of looking) look();
    });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ exitCode: code ?? (signal === null ? 1 : 128), output }));
  });
  const started: Started = {
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const [found] = text.exec(output) ?? [];
          if (found === undefined) return;
          looking.delete(look);
          resolve(found);
        };
        looking.add(look);
        look();
        ended.then(() => reject(new Error(`ended without ${text}:\n${output}`)), reject);
      }),
    async stop() {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
  running.add(started);
  const forget = (): void => void running.delete(started);
  void ended.then(forget, forget);
  return started;
}

function environment(node = path.dirname(process.execPath)): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  const folders = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    PATH: [node, ...folders].join(path.delimiter),
    NO_COLOR: '1',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}
