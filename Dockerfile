# The portal's image: web, worker and beat run from it with different commands.

FROM node:22-slim AS fonts
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DJANGO_SETTINGS_MODULE=vkc.settings.production VKC_VAR_DIR=/srv/var
# Scanned PDF files are read by Tesseract with Vietnamese.
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/vkc
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --requirement requirements/base.txt
COPY . .
COPY --from=fonts /build/node_modules node_modules
# The values satisfy the settings while files are collected; none of them stays in the image.
RUN python -m ops.image_files && rm -r node_modules \
    && SECRET_KEY=only-for-collecting-static-files-0123456789-0123456789 ALLOWED_HOSTS=build \
       PUBLIC_URL=https://build DATABASE_URL=postgresql:///build REDIS_URL=redis://build \
       python manage.py collectstatic --no-input --verbosity 0
RUN useradd --system --home-dir /srv/var --create-home portal && chown -R portal /srv/var
USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s CMD ["python", "-m", "ops.healthcheck"]
CMD ["gunicorn", "vkc.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", \
     "--threads", "4", "--preload", "--access-logfile", "-"]
