// Finds the sections that hold all words of the search. Works without a server.
(function () {
  const input = document.getElementById('search');
  const found = document.getElementById('found');
  const root = document.body.dataset.root;
  const sections = index.map(([url, title, text]) => ({ url, title, text, titleWords: title.toLowerCase(), words: text.toLowerCase() }));

  function score(section, words) {
    let sum = 0;
    for (const word of words) {
      const inTitle = section.titleWords.includes(word);
      const times = Math.min(5, section.words.split(word).length - 1);
      if (!inTitle && times === 0) {
        return 0;
      }
      sum += (inTitle ? 10 : 0) + times;
    }
    return sum;
  }

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(word => word);
    found.replaceChildren();
    if (words.length === 0) {
      return;
    }
    const hits = sections.map(section => [score(section, words), section]).filter(([sum]) => sum > 0);
    hits.sort((one, other) => other[0] - one[0]);
    for (const [, section] of hits.slice(0, 12)) {
      const link = document.createElement('a');
      link.href = root + section.url;
      link.textContent = section.title;
      const excerpt = document.createElement('small');
      const at = Math.max(0, section.words.indexOf(words[0]) - 30);
      excerpt.textContent = section.text.slice(at, at + 90);
      link.append(excerpt);
      found.append(link);
    }
    if (hits.length === 0) {
      found.textContent = 'Nothing found.';
    }
  }

  input.addEventListener('input', show);
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
})();
