/** What Prometheus may ask of alerting: open incidents, messages that wait or were given up, and how often the rules were judged. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { type Incident, severities } from '#contract';

export interface AlertFigures {
  /** Those that are known; open ones among them. */
  incidents(): readonly Pick<Incident, 'status' | 'severity' | 'mutedBy'>[];
  channels(): readonly string[];
  waiting(channel: string): number;
  dead(channel: string): number;
  /** Since the start. */
  evaluations(): number;
}

/** Read when asked. */
export function createAlertMetrics(registry: Registry, observer: string, figures: () => AlertFigures): void {
  const registers = [registry];
  new Gauge({
    name: 'holdfast_incidents_open',
    help: 'Open incidents, by severity and whether something mutes them.',
    labelNames: ['severity', 'muted', 'observer'] as const,
    registers,
    collect() {
      const open = figures()
        .incidents()
        .filter((i) => i.status === 'open');
      for (const severity of severities)
        for (const muted of [false, true]) {
          const n = open.filter((i) => i.severity === severity && (i.mutedBy !== null) === muted).length;
          this.set({ severity, muted: String(muted), observer }, n);
        }
    },
  });
  new Gauge({
    name: 'holdfast_deliveries',
    help: 'Messages to a channel that wait or were given up.',
    labelNames: ['channel', 'status', 'observer'] as const,
    registers,
    collect() {
      const { channels, waiting, dead } = figures();
      for (const channel of channels()) {
        this.set({ channel, status: 'waiting', observer }, waiting(channel));
        this.set({ channel, status: 'dead', observer }, dead(channel));
      }
    },
  });
  new Counter({
    name: 'holdfast_alert_evaluations_total',
    help: 'How often all rules were judged.',
    labelNames: ['observer'] as const,
    registers,
    collect() {
      this.reset();
      this.inc({ observer }, figures().evaluations());
    },
  });
}
