/** What the lines and hatches of the charts of agents mean. */
import legend from '../history/legends.module.css';
import classes from './agents-over-time.module.css';

export function CountLegend({ compared }: { compared: boolean }) {
  return (
    <ul className={legend.legend}>
      <Item swatch="mean">connected, on average; least to most around it</Item>
      <Item swatch="unknown">unknown, or nobody counted</Item>
      <Item swatch="risk">at risk</Item>
      <Item swatch="out">forced out</Item>
      {compared && <Item swatch="week">a week before: connected, and at risk</Item>}
    </ul>
  );
}

function Item({ swatch, children }: { swatch: string; children: React.ReactNode }) {
  return (
    <li>
      <span className={classes.swatch} data-swatch={swatch} />
      {children}
    </li>
  );
}
