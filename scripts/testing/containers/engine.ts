import path from 'node:path';
import type { Readable } from 'node:stream';
import { GenericContainer, getContainerRuntimeClient } from 'testcontainers';
import { peerContext } from './image.ts';

type Dockerode = Awaited<ReturnType<typeof getContainerRuntimeClient>>['container']['dockerode'];

// It would have to be pulled from a registry.
process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';

/** Why containers cannot be tested here, in a sentence; null when they can. */
export async function obstacle(): Promise<string | null> {
  if (process.platform !== 'linux') return 'The image is made of this Node.js, which must be one for Linux.';
  try {
    await getContainerRuntimeClient();
    return null;
  } catch (error) {
    return `No container engine answers: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The image of the reference peers at the engine, and what becomes of its containers. */
export interface Workshop {
  image: string;
  /** Bytes. */
  size: number;
  /** The Dockerfile of the image. */
  dockerfile: string;
  /** `start`, `die` … of its containers, in order, since it was built. */
  events: { action: string; container: string; image: string }[];
  /** Containers that are there, running or not. */
  containers(): Promise<string[]>;
  /** Removes the image and what is left of its containers. */
  close(): Promise<void>;
}

/** Builds the image. */
export async function openWorkshop(): Promise<Workshop> {
  const image = `ssf-conformance-peer:${process.pid}`;
  // Of images that are built from the same Dockerfile under another name, too.
  const label = `ssf-conformance-test=${process.pid}`;
  const context = await peerContext(label);
  const { dockerode } = (await getContainerRuntimeClient()).container;
  try {
    await GenericContainer.fromDockerfile(context.folder).build(image, { deleteOnExit: false });
  } catch (error) {
    await context.remove();
    throw error;
  }
  const { Size: size } = await dockerode.getImage(image).inspect();
  const events: Workshop['events'] = [];
  const stopWatching = await watch(dockerode, label, events);
  const containers = async (): Promise<string[]> =>
    (await dockerode.listContainers({ all: true, filters: { label: [label] } })).map(({ Id }) => Id);
  return {
    image,
    size,
    dockerfile: path.join(context.folder, 'Dockerfile'),
    events,
    containers,
    async close() {
      stopWatching();
      for (const id of await containers()) await dockerode.getContainer(id).remove({ force: true });
      for (const { Id } of await dockerode.listImages({ filters: { label: [label] } }))
        await dockerode.getImage(Id).remove({ force: true });
      await context.remove();
    },
  };
}

async function watch(dockerode: Dockerode, label: string, events: Workshop['events']): Promise<() => void> {
  // Sound: a stream of HTTP is one, typed by its older interface.
  const stream = (await dockerode.getEvents({
    filters: { type: ['container'], label: [label] },
  })) as Readable;
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((one) => one.trim() !== '')) {
      const { Action: action, id, from } = JSON.parse(line) as Record<'Action' | 'id' | 'from', string>;
      events.push({ action, container: id.slice(0, 12), image: from });
    }
  });
  stream.on('error', () => {});
  return () => stream.destroy();
}
