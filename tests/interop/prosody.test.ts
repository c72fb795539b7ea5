/** Sessions against a real Prosody, on every transport: what works, and how each refusal is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectPhase } from '#contract';
import { certificateZoo } from '../support/certificates';
import { type Prosody, startProsody } from '../support/prosody';
import { addressOf, attempt, secureWays, ways } from './attempt';

const zoo = certificateZoo();
const trust = { ca: zoo.authority.ca };
const accounts = { holdfast: 'correct horse' };
let good: Prosody;
let expired: Prosody;

beforeAll(async () => {
  [good, expired] = await Promise.all([
    startProsody({ domain: 'lab.example', certificate: zoo.valid, accounts }),
    startProsody({ domain: 'lab.example', certificate: zoo.expired, accounts }),
  ]);
});

afterAll(async () => {
  await Promise.all([good?.stop(), expired?.stop()]);
});

const login: ConnectPhase[] = ['sasl', 'bind', 'presence', 'first-ping'];
const phasesOf = {
  tcp: ['dns', 'tcp', 'features', ...login],
  'tcp+starttls': ['dns', 'tcp', 'features', 'tls', 'features', ...login],
  'tcp+tls': ['dns', 'tcp', 'tls', 'features', ...login],
  ws: ['dns', 'tcp', 'upgrade', 'features', ...login],
  wss: ['dns', 'tcp', 'tls', 'upgrade', 'features', ...login],
  'bosh+http': ['dns', 'tcp', 'bosh-session', 'features', ...login],
  'bosh+https': ['dns', 'tcp', 'tls', 'bosh-session', 'features', ...login],
};

describe('the right password', () => {
  it.each(ways)('%s: online, every phase timed, every ping measured', async (way) => {
    const { outcome, rtts, facts } = await attempt(addressOf(way, good.ports), { trust });
    expect(outcome).toBe('online');
    expect(rtts).toHaveLength(2);
    for (const rtt of rtts) expect(rtt).toBeGreaterThan(0);
    expect(facts.phases.map((span) => span.phase)).toEqual(phasesOf[way]);
    expect(facts).toMatchObject({
      current: null,
      mechanism: 'SCRAM-SHA-256',
      jid: 'holdfast@lab.example/holdfast-interop',
    });
  });

  it.each(secureWays)('%s: the certificate is recorded with its dates', async (way) => {
    const { facts } = await attempt(addressOf(way, good.ports), { trust });
    expect(facts.tlsProtocol).toBe('TLSv1.3');
    expect(facts.certificate).toMatchObject({ fingerprint: zoo.valid.pin });
    expect(facts.certificate?.validToMs).toBeGreaterThan(Date.now());
  });

  it.each(secureWays)('%s: a pinned certificate needs no authority', async (way) => {
    expect((await attempt(addressOf(way, good.ports), { trust: { pin: zoo.valid.pin } })).outcome).toBe('online');
  });
});

describe('refusals name their phase and condition', () => {
  it.each(ways)('%s: the wrong password', async (way) => {
    const { outcome, facts } = await attempt(addressOf(way, good.ports), { trust, password: 'wrong' });
    expect(outcome).toBe('sasl: auth not-authorized');
    expect(facts.phases.at(-1)?.phase).toBe('sasl');
  });

  it.each(ways.filter((way) => !way.startsWith('bosh') && way !== 'tcp+tls'))('%s: an unknown host', async (way) => {
    const { outcome } = await attempt(addressOf(way, good.ports), { trust, domain: 'nowhere.example' });
    expect(outcome).toBe('features: stream-error host-unknown');
  });

  it.each(ways.filter((way) => way.startsWith('bosh')))('%s: an unknown host', async (way) => {
    const { outcome } = await attempt(addressOf(way, good.ports), { trust, domain: 'nowhere.example' });
    // mod_bosh of Prosody 0.12 says so, where XEP-0124 §17.2 has host-unknown as well
    expect(outcome).toBe('bosh-session: bosh improper-addressing');
  });

  it('tcp+tls: an unknown host ends the handshake, by the alert unrecognized_name', async () => {
    const { outcome } = await attempt(addressOf('tcp+tls', good.ports), { trust, domain: 'nowhere.example' });
    expect(outcome).toBe('tls: transport tls-error');
  });

  it.each(secureWays)('%s: an expired certificate', async (way) => {
    const { outcome, facts } = await attempt(addressOf(way, expired.ports), { trust });
    expect(outcome).toBe('tls: transport certificate-expired');
    expect(facts.certificate?.validToMs).toBeLessThan(Date.now());
  });

  it.each(secureWays)('%s: a certificate from an authority that nobody named', async (way) => {
    const { outcome } = await attempt(addressOf(way, good.ports));
    expect(outcome).toBe('tls: transport certificate-untrusted');
  });

  it.each(['ws', 'bosh+http'] as const)('%s: nothing of the kind at this path', async (way) => {
    const address = addressOf(way, good.ports);
    if (address.kind === 'tcp') throw new Error('not a URL');
    const elsewhere = { ...address, url: address.url.replace(/[^/]+$/, 'nothing-here') };
    const { outcome } = await attempt(elsewhere);
    expect(outcome).toBe(way === 'ws' ? 'upgrade: transport http-status' : 'bosh-session: transport http-status');
  });

  it.each(ways)('%s: nobody listens', async (way) => {
    const { outcome } = await attempt(addressOf(way, { c2s: 1, c2sTls: 1, http: 1, https: 1 }), { trust });
    expect(outcome).toBe('tcp: transport connection-refused');
  });
});
