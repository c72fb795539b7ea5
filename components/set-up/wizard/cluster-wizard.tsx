'use client';
/** Sets one cluster up, step by step: what, which servers, which agents, who is told. */
import type { AlertingSnapshot } from '#contract';
import { AgentsStep } from './agents-step';
import { AlertsStep } from './alerts-step';
import { DoneStep } from './done-step';
import { KindStep } from './kind-step';
import { OtherSideStep } from './other-side-step';
import { ServerStep } from './server-step';
import { StepList } from './step-list';
import { useDraft } from './use-draft';
import classes from './wizard.module.css';
import { XmppStep } from './xmpp-step';

interface Props {
  alerting: AlertingSnapshot;
  /** Whether anything is set up already. */
  isFirst: boolean;
}

export function ClusterWizard({ alerting, isFirst }: Props) {
  const { draft, change, step, go, leave, forget } = useDraft({ name: isFirst ? 'Contact centre' : '' });
  const props = { draft, change, go };
  return (
    <div className={classes.wizard}>
      <h1>{isFirst ? 'Set up Holdfast' : 'Set up a cluster'}</h1>
      <StepList draft={draft} step={step} go={go} />
      {step === 'what' && <KindStep {...props} />}
      {step === 'a' && <ServerStep key="a" side="A" {...props} />}
      {step === 'b' && <OtherSideStep {...props} />}
      {step === 'service' && <XmppStep {...props} />}
      {step === 'agents' && <AgentsStep {...props} />}
      {step === 'alerts' && <AlertsStep {...props} alerting={alerting} />}
      {step === 'done' && <DoneStep {...props} leave={leave} forget={forget} />}
    </div>
  );
}
