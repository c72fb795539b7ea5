/** Every operation of the HTTP API. A route without one fails tests/api/registry.test.ts. */
import type { Operation } from './operation';
import { alerting } from './operations/alerting';
import { history } from './operations/history';
import { holdfast } from './operations/holdfast';
import { incidents } from './operations/incidents';
import { watched } from './operations/watched';

export const operations: readonly Operation[] = [
  ...[...watched, ...history, ...incidents, ...alerting],
  ...[...holdfast],
];
