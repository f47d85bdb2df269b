import { InvalidArgumentError } from 'commander';
import {
  OFFICIAL_PLANS,
  type OfficialPlan,
  VARIANT_VALUES,
  type Variant,
} from '../../suites/standard/official/suite.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';

/** Plans and parameters, for the help of commands. */
export const OFFICIAL_HELP = `
Plans (--plan):
${OFFICIAL_PLANS.map(({ name }) => `  ${name}`).join('\n')}

Parameters (--variant NAME=VALUE):
${Object.entries(VARIANT_VALUES)
  .map(([name, values]) => `  ${name.padEnd(20)} ${values.join(', ')}`)
  .join('\n')}
`;

/** @throws UsageError when there is no such plan */
export function officialPlan(name: string): OfficialPlan {
  const plan = OFFICIAL_PLANS.find((one) => one.name === name);
  if (plan !== undefined) return plan;
  const names = OFFICIAL_PLANS.map((one) => one.name);
  throw new UsageError(`The official suite has no plan "${name}" for SSF.`, {
    hint: didYouMean(nearest(name, names, 1)) ?? `There are: ${names.join(', ')}.`,
  });
}

/** `name=value`, added to those of the flag's earlier uses. */
export function parameter(text: string, previous: Partial<Variant> | undefined): Partial<Variant> {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (name === '' || value === '') throw new InvalidArgumentError('It is written NAME=VALUE.');
  const values = Object.entries(VARIANT_VALUES).find(([known]) => known === name)?.[1];
  if (values === undefined)
    throw new InvalidArgumentError(
      `There is no parameter "${name}". ${didYouMean(nearest(name, Object.keys(VARIANT_VALUES), 1)) ?? `There are: ${Object.keys(VARIANT_VALUES).join(', ')}.`}`,
    );
  if (!values.includes(value))
    throw new InvalidArgumentError(
      `${name} cannot be "${value}". ${didYouMean(nearest(value, values, 1)) ?? `It can be: ${values.join(', ')}.`}`,
    );
  // Sound: the value is one of those of its parameter.
  return { ...previous, [name]: value } as Partial<Variant>;
}
