import { useEffect } from 'react';
import { Banners } from './banners.tsx';
import { Controls } from './controls.tsx';
import { Layers } from './layers.tsx';
import { Lists } from './lists.tsx';
import { States } from './states.tsx';
import { Statuses } from './statuses.tsx';

const THEMES = ['light', 'dark'] as const;

/** Every primitive in every state, both themes side by side. In development only; screenshots are taken here. */
export function GalleryPage() {
  useEffect(() => {
    document.title = 'Gallery · Aether';
  }, []);
  return (
    <main className="grid min-h-dvh grid-cols-2 max-md:grid-cols-1">
      {THEMES.map((theme) => (
        <div key={theme} data-theme={theme} className="min-w-0 bg-bg px-7 py-6 text-ink">
          <h1 className="mb-5 text-20 font-semibold">{theme === 'light' ? 'Light' : 'Dark'}</h1>
          <Controls />
          <Statuses />
          <Lists />
          <Banners />
          <States />
          <Layers />
        </div>
      ))}
    </main>
  );
}
