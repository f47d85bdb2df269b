import type { Performance } from '../../performance.ts';
import type { Step } from '../../scenario.ts';
import { knownNames } from '../../subject-match.ts';

/** Every name by which the story knows its people and devices; see `spaces`. */
export function storyNames({ steps }: Pick<Performance, 'steps'>): ReadonlySet<string> {
  return knownNames(steps.flatMap(({ step }) => subjectsOfStep(step)));
}

function subjectsOfStep({ happening, event }: Step) {
  const byEmail = (email: string) => ({ format: 'email', email });
  const whom =
    happening.kind === 'device-report'
      ? [byEmail(happening.device.owner), { format: 'opaque', id: happening.device.id }]
      : [byEmail(happening.user)];
  return event === null ? whom : [...whom, event.subject, byEmail(event.about)];
}
