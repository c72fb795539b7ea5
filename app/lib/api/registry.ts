/** Every operation of the HTTP API. A route without one fails tests/api/registry.test.ts. */
import type { Operation } from './operation';
import { alerting } from './operations/alerting';
import { doors } from './operations/doors';
import { history } from './operations/history';
import { holdfast } from './operations/holdfast';
import { incidents } from './operations/incidents';
import { people } from './operations/people';
import { settings } from './operations/settings';
import { watched } from './operations/watched';

export const operations: readonly Operation[] = [
  ...[...watched, ...history, ...incidents, ...alerting],
  ...[...settings, ...people, ...doors, ...holdfast],
];
