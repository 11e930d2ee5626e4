// Runs before the first paint, as a file because the content security policy allows no inline script.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('aether.theme');
  } catch {
    // Storage is blocked: the system's preference decides.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
