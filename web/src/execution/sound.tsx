interface SoundProps {
  name: string;
  url: string | undefined;
  preload: 'none' | 'metadata';
  /** It could not be played; its link may have run out. */
  onError?: () => void;
  className?: string;
}

/** A sound with the browser's own controls. Its words are in the script beside it, so it has no captions. */
export function Sound({ name, url, preload, onError, className = '' }: SoundProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- the script is the text of it
    <audio
      controls
      preload={preload}
      src={url}
      onError={onError}
      aria-label={name}
      className={`block h-10 ${className}`}
    />
  );
}
