/** Turns a world's events into the lines that its servers would log. */
import { type Side, sides } from '../model';
import type { World, WorldEvent } from '../world/port';
import type { LogContext, LogLine } from './log-line';
import { openfireLines } from './openfire';
import { type Sequence, webservicesLines } from './webservices';

/** @returns the lines of each event, in order; it counts them as the servers do */
export function createLogWriter(context: LogContext): (event: WorldEvent) => LogLine[] {
  const sequences: Record<Side, Sequence> = {
    A: { events: 51_203_000, messages: 1_345_000 },
    B: { events: 8_000, messages: 400 },
  };
  return (event) => {
    const side = 'side' in event && event.side !== null ? event.side : sides[0];
    return [...openfireLines(event, context), ...webservicesLines(event, sequences[side], context)];
  };
}

export function logContextOf(world: World): LogContext {
  const { settings, switches } = world;
  return {
    ...{ hosts: settings.hosts, timezoneOffsetMin: settings.finesse.timezoneOffsetMin, switches },
    ...{ boshIdleS: settings.openfire.boshIdleS, deploymentType: settings.deployment.type },
  };
}

/** Subscribes to the world and hands every line on. @returns what stops it */
export function followLogs(world: World, write: (line: LogLine) => void): () => void {
  const lines = createLogWriter(logContextOf(world));
  return world.subscribe((event) => {
    for (const line of lines(event)) write(line);
  });
}
