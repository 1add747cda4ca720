// <artist-chart artist="vola" window="28d"></artist-chart>
(() => {
  const { src } = document.currentScript || document.querySelector('script[src*="embed.js"]');
  customElements.define('artist-chart', class extends HTMLElement {
    static observedAttributes = ['artist', 'window'];
    connectedCallback() {
      const frame = this.frame = document.createElement('iframe');
      frame.loading = 'lazy';
      frame.style = 'border:0;width:100%;height:560px';
      this.hear = ({ source, data }) => {
        if (source === frame.contentWindow && data?.type === 'datarocks:height') frame.style.height = data.height + 'px';
      };
      addEventListener('message', this.hear);
      this.attributeChangedCallback();
      this.replaceChildren(frame);
    }
    disconnectedCallback() { removeEventListener('message', this.hear); }
    attributeChangedCallback() {
      if (!this.frame) return;
      const [artist, span] = ['artist', 'window'].map((name) => encodeURIComponent(this.getAttribute(name) || ''));
      this.frame.title = this.title || artist;
      this.frame.src = new URL(`artists/${artist}/embed/#?window=${span}`, src);
    }
  });
})();
