/** The sound of an urgent incident: made by the browser, and only after the viewer has touched the page, as browsers demand. */

export interface Chime {
  /** Plays it, or does nothing where the browser does not let us. */
  play(): void;
  /** Called in a gesture of the viewer: from now on sounds are let through. */
  unlock(): void;
  /** `blocked`: the viewer has not touched the page yet. `none`: this browser has no sound. */
  state(): 'ready' | 'blocked' | 'none';
}

/** Twice two notes; heard over talking, and no siren. */
const notes = [
  { at: 0, hz: 880 },
  { at: 0.18, hz: 660 },
  { at: 0.55, hz: 880 },
  { at: 0.73, hz: 660 },
] as const;
const NOTE_S = 0.16;
const LOUDNESS = 0.2;

export function createChime(): Chime {
  let context: AudioContext | null = null;

  function audio(): AudioContext | null {
    if (context === null && typeof AudioContext !== 'undefined') context = new AudioContext();
    return context;
  }

  return {
    play() {
      const playing = audio();
      if (playing?.state !== 'running') return;
      for (const { at, hz } of notes) playNote(playing, playing.currentTime + at, hz);
    },
    unlock() {
      // It may still refuse; then it stays blocked until the next gesture.
      void audio()
        ?.resume()
        .catch(() => undefined);
    },
    state() {
      if (typeof AudioContext === 'undefined') return 'none';
      return context?.state === 'running' ? 'ready' : 'blocked';
    },
  };
}

/** Without the crackle of a wave that begins or ends at once. */
function playNote(context: AudioContext, at: number, hz: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = hz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.linearRampToValueAtTime(0, at + NOTE_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + NOTE_S);
}
