import type { CheckResult } from '../results.ts';
import { familyOf } from '../view.ts';
import { html, type Raw } from './template.ts';

/** By what the filters of the page choose among checks and rules. */
export interface Facets {
  outcome: string;
  level: string;
  delivery?: readonly string[];
  spec: readonly string[];
  family?: readonly string[];
}

/** The attributes of an element that the filters show or hide; several values of one are told apart by a bar. */
export function facets({ outcome, level, delivery = [], spec, family = [] }: Facets): Raw {
  return html` data-outcome="${outcome}" data-level="${level}"${several('delivery', delivery)}${several('spec', spec)}${several('family', family)}`;
}

/** The facets of a check; its standards are those of its rules. */
export function checkFacets({ id, outcome, level, delivery, requirements }: CheckResult): Facets {
  return {
    outcome,
    level,
    delivery: delivery === null ? [] : [delivery],
    spec: [...new Set(requirements.map(specOf))],
    family: [familyOf(id)],
  };
}

/** `SSF` of `SSF-8.1.1-01`, `CAEP-INTEROP` of `CAEP-INTEROP-2.6-01`: an id begins with its standard. */
export function specOf(requirement: string): string {
  return /^(.*?)-\d/.exec(requirement)?.[1] ?? requirement;
}

function several(name: string, values: readonly string[]): Raw | false {
  return values.length > 0 && html` data-${name}="${[...new Set(values)].join('|')}"`;
}
