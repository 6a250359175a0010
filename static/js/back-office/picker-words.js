// Names the one button of the date picker that no catalogue reaches. The word comes with the script's element.
const { saveSelected } = document.currentScript.dataset;
const nameButtons = () => {
  for (const button of document.querySelectorAll(".xdsoft_save_selected")) {
    if (button.textContent !== saveSelected) button.textContent = saveSelected;
  }
};
document.addEventListener("DOMContentLoaded", () => {
  nameButtons();
  new MutationObserver(nameButtons).observe(document.body, { childList: true });
});
