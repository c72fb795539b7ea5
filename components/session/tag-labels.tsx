/** The tags of a server, as quiet labels. */
import classes from './tag-labels.module.css';

export function TagLabels({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <span className={classes.tags}>
      <span className="hf-hidden">Tags:</span>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          {tag}
        </span>
      ))}
    </span>
  );
}
