'use client';
/** The questions about a plain XMPP service: domain, account, and the ways to it. */
import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import type { Draft, Fault, XmppDraft } from './draft';
import classes from './wizard.module.css';

interface Props {
  draft: Draft;
  faults: readonly Fault[];
  change(part: Partial<Draft>): void;
}

const securities = [
  { value: 'starttls', label: 'by STARTTLS' },
  { value: 'tls', label: 'from the first byte' },
  { value: 'none', label: 'none' },
] as const;

export function XmppFields({ draft, faults, change }: Props) {
  const own = draft.xmpp;
  const set = (part: Partial<XmppDraft>) => change({ xmpp: { ...own, ...part } });
  const error = (field: string) => faults.find((f) => f.field === field)?.words;
  return (
    <>
      <TextInput
        label="Name"
        description="As people call it; it stands on every page."
        placeholder="Chat"
        value={draft.name}
        maxLength={60}
        error={error('name')}
        onChange={(e) => change({ name: e.currentTarget.value })}
      />
      <TextInput
        label="XMPP domain"
        description="The part after @ of its addresses."
        placeholder="chat.example.com"
        value={own.domain}
        spellCheck={false}
        error={error('domain')}
        onChange={(e) => set({ domain: e.currentTarget.value })}
      />
      <div className={classes.place}>
        <TextInput
          label="User name"
          placeholder="holdfast"
          value={own.username}
          autoComplete="off"
          spellCheck={false}
          error={error('username')}
          onChange={(e) => set({ username: e.currentTarget.value })}
        />
        <PasswordInput
          label="Password"
          value={own.password}
          autoComplete="new-password"
          error={error('password')}
          onChange={(e) => set({ password: e.currentTarget.value })}
        />
      </div>
      <TextInput
        label="WebSocket"
        placeholder="wss://chat.example.com:5281/xmpp-websocket"
        value={own.websocket}
        spellCheck={false}
        error={error('websocket')}
        onChange={(e) => set({ websocket: e.currentTarget.value })}
      />
      <TextInput
        label="BOSH"
        placeholder="https://chat.example.com:5281/http-bind"
        value={own.bosh}
        spellCheck={false}
        error={error('bosh')}
        onChange={(e) => set({ bosh: e.currentTarget.value })}
      />
      <div className={classes.tcp}>
        <TextInput
          label="TCP: host"
          placeholder="chat.example.com"
          value={own.tcpHost}
          spellCheck={false}
          onChange={(e) => set({ tcpHost: e.currentTarget.value })}
        />
        <TextInput
          label="Port"
          inputMode="numeric"
          value={own.tcpPort}
          error={error('tcpPort')}
          onChange={(e) => set({ tcpPort: e.currentTarget.value.trim() })}
        />
        <NativeSelect
          label="TLS"
          value={own.security}
          data={[...securities]}
          onChange={(e) => {
            const found = securities.find(({ value }) => value === e.currentTarget.value);
            set({ security: found?.value ?? 'starttls' });
          }}
        />
      </div>
    </>
  );
}
