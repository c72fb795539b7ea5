/** XMPP over BOSH (XEP-0206): performs what the pure session machine decides. */
import type { Socket } from 'node:net';
import type { Element } from '@xmpp/xml';
import { deadlineOfBosh, stepBosh } from '../../domain/bosh/machine';
import type { BoshFailure, BoshRequest } from '../../domain/bosh/protocol';
import { type BoshEffect, type BoshInput, type BoshState, newBosh } from '../../domain/bosh/state';
import { type Alarm, type Cancel, createAlarm, type Time } from '../../time/time';
import { failureOfXml } from '../conditions';
import { type DialTarget, dial } from '../dial';
import { type Endpoint, endpointOf } from '../endpoint';
import type { Wire, WireAddress, WireFailure, WireHandlers, WireOptions, WirePhase } from '../port';
import { createFrameParser, type FrameParser } from '../xml/frame-parser';
import { readBody, writeBody } from './body';
import { type Answer, type BoshHttp, createBoshHttp } from './http';

const DEFAULT_GRACE_MS = 1_000;
const DEFAULT_MAX_BYTES = 1_048_576;
/** XEP-0124 §14.1: random, and far enough from 2^53 to count up for years. */
const RID_RANGE = 2 ** 47;

type BoshAddress = Extract<WireAddress, { kind: 'bosh' }>;

export class BoshWire implements Wire {
  readonly kind = 'bosh';
  readonly secure: boolean;

  private readonly parse: FrameParser;
  private readonly alarm: Alarm;
  private readonly requests = new Map<number, Cancel>();
  private readonly endpoint: Endpoint;
  private readonly target: DialTarget;
  private http: BoshHttp | null = null;
  private state: BoshState<Element>;
  private phase: WirePhase | null = 'dns';
  private unsent: string[] = [];
  private closing = false;
  private closed = false;
  /** Cancels dialling at first, the grace of closing later. */
  private cancel: Cancel;

  constructor(
    private readonly address: BoshAddress,
    private readonly options: WireOptions,
    private readonly handlers: WireHandlers,
    private readonly time: Time,
  ) {
    const endpoint = endpointOf(address.url);
    const { host, port, secure } = endpoint;
    this.endpoint = endpoint;
    this.secure = secure;
    this.target = { host, port, tls: secure ? { name: host, trust: options.trust } : null };
    this.parse = createFrameParser({ maxStanzaBytes: this.maxBytes });
    this.state = newBosh(1 + Math.floor(time.random() * RID_RANGE));
    this.alarm = createAlarm(time, () => this.step({ is: 'alarm' }));
    const observer = { onPhase: (phase: WirePhase) => this.enter(phase), onCertificate: handlers.onCertificate };
    this.cancel = dial(this.target, observer, time, (result) => {
      if (result.ok) this.onDialled(result.socket);
      else this.finish(result.failure);
    });
  }

  openStream(): void {
    if (this.closed || this.closing || this.http === null) return;
    if (this.state.stage.name === 'idle') this.enter('bosh-session');
    this.flush();
    this.step({ is: 'open-stream' });
  }

  send(xml: string): void {
    if (this.closed || this.closing) return;
    this.unsent.push(xml);
    // What is said in one breath goes in one body.
    if (this.unsent.length === 1) queueMicrotask(() => this.flush());
  }

  startTls(): void {
    throw new Error('STARTTLS is for TCP: BOSH has its TLS below');
  }

  close(graceMs = DEFAULT_GRACE_MS): void {
    if (this.closed || this.closing) return;
    this.flush();
    this.closing = true;
    this.cancel();
    this.cancel = this.time.after(graceMs, () => this.finish(null));
    this.step({ is: 'close' });
  }

  destroy(): void {
    this.finish(null);
  }

  private get maxBytes(): number {
    return this.options.maxStanzaBytes ?? DEFAULT_MAX_BYTES;
  }

  private enter(phase: WirePhase): void {
    if (this.closed) return;
    this.phase = phase;
    this.handlers.onPhase(phase);
  }

  private onDialled(first: Socket): void {
    if (this.closed) return void first.destroy();
    const { time, target, endpoint, maxBytes } = this;
    this.cancel = () => {};
    this.http = createBoshHttp({
      origin: new URL(this.address.url).origin,
      path: endpoint.path,
      target,
      first,
      maxBytes,
      time,
      onCertificate: (facts, protocol) => {
        if (!this.closed) this.handlers.onCertificate(facts, protocol);
      },
    });
    this.handlers.onReady();
  }

  private flush(): void {
    if (this.closed || this.unsent.length === 0) return;
    const stanzas = this.unsent;
    this.unsent = [];
    this.step({ is: 'send', stanzas });
  }

  private step(input: BoshInput<Element>): void {
    if (this.closed) return;
    const { state, effects } = stepBosh(this.state, input, this.time.now());
    this.state = state;
    this.alarm.set(deadlineOfBosh(state));
    // What goes out does not wait for what the session makes of what came in.
    for (const effect of effects) if (effect.do === 'post' || effect.do === 'abandon') this.perform(effect);
    for (const effect of effects) if (effect.do !== 'post' && effect.do !== 'abandon') this.perform(effect);
  }

  private perform(effect: BoshEffect<Element>): void {
    if (this.closed) return;
    switch (effect.do) {
      case 'post':
        this.post(effect.request);
        return;
      case 'abandon':
        this.abandon(effect.rid);
        return;
      case 'open':
        this.onOpened(effect.attrs);
        return;
      case 'deliver':
        this.handlers.onElement(effect.element);
        return;
      case 'end':
        this.finish(effect.failure && { ...effect.failure, phase: this.phase });
        return;
    }
  }

  private post(request: BoshRequest): void {
    const { rid } = request;
    const cancel = this.http?.post(writeBody(request, this.options.domain), (answer) => {
      this.requests.delete(rid);
      this.onAnswer(rid, answer);
    });
    if (cancel !== undefined) this.requests.set(rid, cancel);
  }

  private abandon(rid: number): void {
    this.requests.get(rid)?.();
    this.requests.delete(rid);
  }

  private onOpened(attrs: Readonly<Record<string, string>>): void {
    this.phase = null;
    const version = attrs['xmpp:version'] ?? '1.0';
    // XEP-0206 §3: `authid` is the stream's id.
    this.handlers.onStreamOpen({ ...attrs, version, id: attrs.authid ?? attrs.sid ?? '' });
  }

  private onAnswer(rid: number, answer: Answer): void {
    switch (answer.kind) {
      case 'broken':
        this.step({ is: 'broken', rid, failure: answer.failure });
        return;
      case 'status':
        this.step({ is: 'status', rid, status: answer.status });
        return;
      case 'too-large':
        this.finish(failureOfXml({ condition: 'policy-violation', text: 'body too large' }, this.phase));
        return;
      case 'not-xml':
        this.finish(badBody(this.phase, answer.contentType));
        return;
      case 'body':
        this.onBody(rid, answer.bytes);
        return;
    }
  }

  private onBody(rid: number, bytes: Buffer): void {
    if (this.closed) return;
    const read = readBody(bytes, this.parse);
    if (read.kind === 'reply') this.step({ is: 'reply', rid, reply: read.reply });
    else if (read.kind === 'no-body') this.finish(badBody(this.phase, 'not a body'));
    else this.finish(failureOfXml(read.error, this.phase));
  }

  private finish(failure: WireFailure | null): void {
    if (this.closed) return;
    this.closed = true;
    this.cancel();
    this.alarm.set(null);
    this.requests.clear();
    this.http?.destroy();
    this.handlers.onClose(this.closing ? null : failure);
  }
}

function badBody(phase: WirePhase | null, text: string): WireFailure {
  const failure: BoshFailure = { kind: 'bosh', condition: 'bad-body', text: text.slice(0, 500) };
  return { ...failure, phase };
}
